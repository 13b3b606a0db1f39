/** How deep tables and arrays may nest in JSON and YAML; what lies deeper is not read. */
export const maxDepth = 1000;

/** The text shortened for a message. */
export function quoted(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0]!;
  return line.length > 40 ? `${JSON.stringify(line.slice(0, 40)).slice(0, -1)}..."` : JSON.stringify(line);
}
