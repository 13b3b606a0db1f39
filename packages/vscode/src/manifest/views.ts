/** A view in the container of ours. */
export interface ViewEntry {
  readonly id: string;
  readonly name: string;
  /** Shown while it is empty. Each is a paragraph, or a button as `[label](command:id)`. */
  readonly welcome: readonly { readonly contents: string; readonly when?: string }[];
}

/** Where machines can be reached: not without trust, not in a virtual workspace, not in a browser alone. */
export const reachable = 'isWorkspaceTrusted && !virtualWorkspace && (!isWeb || remoteName)';

/** Where they can also be written to. */
export const writable: string = `${reachable} && !config.mirrorwright.readOnly`;

export const viewContainer = 'mirrorwright';

export const viewEntries: readonly ViewEntry[] = [
  {
    id: 'mirrorwright.nodes',
    name: 'Nodes',
    welcome: [
      {
        contents:
          'Nodes are the machines whose registry configuration you push to by ssh.\n[Add a Node](command:mirrorwright.addNode)\n[Open the Nodes File](command:mirrorwright.editNodes)',
        when: 'workspaceFolderCount != 0',
      },
      {
        contents:
          'The nodes file lies in your folder.\n[Open Folder](command:workbench.action.files.openFolder)',
        when: 'workspaceFolderCount == 0',
      },
    ],
  },
  {
    id: 'mirrorwright.plan',
    name: 'Plan',
    welcome: [
      {
        contents:
          'A plan shows what a push would change, before anything is written.\n[Plan a Push](command:mirrorwright.planPush)\n[Open a Plan](command:mirrorwright.openPlan)',
      },
    ],
  },
  {
    id: 'mirrorwright.history',
    name: 'History',
    welcome: [{ contents: 'Pushes from here, and from the command line, are listed here.' }],
  },
];
