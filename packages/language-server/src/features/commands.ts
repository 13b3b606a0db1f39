/** The commands that lenses and actions name. The server carries them out, unless the client says that it does. */
export const commands = {
  /** [code]: shows the page of a rule. */
  openRule: 'mirrorwright.openRule',
  /** [uri, reference?]: where an image is asked for. */
  explainPull: 'mirrorwright.explainPull',
  /** [uri]: the files that nodes would get. */
  previewNodeFiles: 'mirrorwright.previewNodeFiles',
  /** [uri, range]: shows a place. */
  showPlace: 'mirrorwright.showPlace',
} as const;
