import { reachable, writable } from './views.ts';

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
  /** In the title of a view. */
  readonly view_bar?: { readonly when: string; readonly group: string };
  /** On a line of a view. */
  readonly item?: { readonly when: string; readonly group: string };
}

/** The dialect of the file in front, '' for a file of others. Unset until the extension is first needed. */
export const dialectKey = 'mirrorwright.dialect';

// an unset key differs from every text: only as a truth is it false
const ofOurs = dialectKey;
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
    palette: 'false',
    title_bar: { when: `(${previewable}) && isWorkspaceTrusted`, group: 'mirrorwright' },
  },
  {
    id: 'mirrorwright.explainPull',
    title: 'Explain a Pull...',
    palette: ofOurs,
    title_bar: { when: ofOurs, group: 'mirrorwright' },
  },
  {
    id: 'mirrorwright.push',
    title: 'Push to Nodes...',
    icon: '$(cloud-upload)',
    palette: writable,
    title_bar: { when: `${dialectKey} == mirror-policy && ${writable}`, group: 'mirrorwright' },
    item: { when: `view == mirrorwright.nodes && viewItem == node && ${writable}`, group: 'inline@2' },
  },
  {
    id: 'mirrorwright.rollBack',
    title: 'Roll Back...',
    icon: '$(discard)',
    palette: writable,
    item: { when: `view == mirrorwright.history && viewItem == push && ${writable}`, group: 'inline' },
  },
  { id: 'mirrorwright.forgetSecrets', title: 'Forget Node Secrets' },
  {
    id: 'mirrorwright.pushPlan',
    title: 'Push',
    icon: '$(cloud-upload)',
    palette: 'false',
    view_bar: {
      when: `view == mirrorwright.plan && mirrorwright.canPush && !mirrorwright.isPushing && ${writable}`,
      group: 'navigation@1',
    },
  },
  {
    id: 'mirrorwright.cancelPush',
    title: 'Cancel, and Take Back What Is Under Way',
    icon: '$(stop-circle)',
    palette: 'false',
    view_bar: { when: 'view == mirrorwright.plan && mirrorwright.isPushing', group: 'navigation@1' },
  },
  {
    id: 'mirrorwright.planPush',
    title: 'Plan a Push...',
    icon: '$(checklist)',
    palette: 'false',
    view_bar: { when: `view == mirrorwright.plan && ${reachable}`, group: 'navigation@2' },
    item: { when: `view == mirrorwright.nodes && viewItem == node && ${reachable}`, group: 'plan@1' },
  },
  {
    id: 'mirrorwright.showChanges',
    title: 'Show Changes',
    icon: '$(diff)',
    palette: 'false',
    view_bar: { when: 'view == mirrorwright.plan && mirrorwright.hasPlan', group: 'navigation@3' },
  },
  {
    id: 'mirrorwright.savePlan',
    title: 'Save the Plan...',
    palette: 'false',
    view_bar: { when: 'view == mirrorwright.plan && mirrorwright.canPush', group: 'plan@1' },
  },
  {
    id: 'mirrorwright.openPlan',
    title: 'Open a Plan...',
    palette: 'false',
    view_bar: { when: `view == mirrorwright.plan && ${reachable}`, group: 'plan@2' },
  },
  {
    id: 'mirrorwright.discardPlan',
    title: 'Discard the Plan',
    palette: 'false',
    view_bar: { when: 'view == mirrorwright.plan && mirrorwright.hasPlan', group: 'plan@3' },
  },
  {
    id: 'mirrorwright.checkNodes',
    title: 'Check Nodes',
    icon: '$(pulse)',
    palette: 'false',
    view_bar: { when: `view == mirrorwright.nodes && ${reachable}`, group: 'navigation@2' },
    item: { when: `view == mirrorwright.nodes && viewItem == node && ${reachable}`, group: 'inline@1' },
  },
  {
    id: 'mirrorwright.addNode',
    title: 'Add a Node...',
    icon: '$(add)',
    palette: 'false',
    view_bar: { when: `view == mirrorwright.nodes && ${reachable}`, group: 'navigation@1' },
  },
  {
    id: 'mirrorwright.editNodes',
    title: 'Open the Nodes File',
    icon: '$(go-to-file)',
    palette: 'false',
    view_bar: { when: `view == mirrorwright.nodes && ${reachable}`, group: 'navigation@3' },
  },
  {
    id: 'mirrorwright.refreshHistory',
    title: 'Refresh',
    icon: '$(refresh)',
    palette: 'false',
    view_bar: { when: 'view == mirrorwright.history', group: 'navigation' },
  },
  { id: 'mirrorwright.fixAll', title: 'Fix All Safe Problems', palette: ofOurs },
  { id: 'mirrorwright.openRule', title: 'Open the Page of a Rule...' },
  { id: 'mirrorwright.selectTargets', title: 'Select Targets...' },
  { id: 'mirrorwright.showActions', title: 'Show Actions', palette: 'false' },
  { id: 'mirrorwright.showPlace', title: 'Go to a Place', palette: 'false' },
  { id: 'mirrorwright.restartServer', title: 'Restart Language Server' },
  { id: 'mirrorwright.showLog', title: 'Show Log' },
];
