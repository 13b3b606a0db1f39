/** Where a command can be called from. `files` stands for the files the extension serves. */
export interface CommandEntry {
  readonly id: string;
  /** As the palette shows it, after the category. */
  readonly title: string;
  /** For a button in the title bar of editors. */
  readonly icon?: string;
  /** When the palette offers it; always when left out. `never` keeps it out. */
  readonly palette?: string;
  /** When the editor's title bar offers it: beside the tabs, or in the menu behind the dots. */
  readonly title_bar?: { readonly when: string; readonly group: string };
}

/** Set while the editor in front holds a file of ours; the value is its dialect. */
export const dialectKey = 'mirrorwright.dialect';

const ofOurs = `${dialectKey} != ''`;
const previewable = `${dialectKey} == mirror-policy || ${dialectKey} == openshift`;

export const commandEntries: readonly CommandEntry[] = [
  { id: 'mirrorwright.newPolicy', title: 'New Mirror Configuration...' },
  {
    id: 'mirrorwright.previewNodeFiles',
    title: 'Preview Node Files',
    icon: '$(open-preview)',
    palette: previewable,
    title_bar: { when: previewable, group: 'navigation' },
  },
  {
    id: 'mirrorwright.compareTargets',
    title: 'Compare Two Targets...',
    palette: previewable,
    title_bar: { when: previewable, group: 'mirrorwright' },
  },
  {
    id: 'mirrorwright.compareWithFolder',
    title: 'Preview Node Files Against a Folder...',
    palette: `(${previewable}) && isWorkspaceTrusted`,
    title_bar: { when: `(${previewable}) && isWorkspaceTrusted`, group: 'mirrorwright' },
  },
  {
    id: 'mirrorwright.explainPull',
    title: 'Explain a Pull...',
    palette: ofOurs,
    title_bar: { when: ofOurs, group: 'mirrorwright' },
  },
  { id: 'mirrorwright.fixAll', title: 'Fix All Safe Problems', palette: ofOurs },
  { id: 'mirrorwright.openRule', title: 'Open the Page of a Rule...' },
  { id: 'mirrorwright.selectTargets', title: 'Select Targets...' },
  { id: 'mirrorwright.showActions', title: 'Show Actions', palette: 'false' },
  { id: 'mirrorwright.showPlace', title: 'Go to a Place', palette: 'false' },
  { id: 'mirrorwright.restartServer', title: 'Restart Language Server' },
  { id: 'mirrorwright.showLog', title: 'Show Log' },
];
