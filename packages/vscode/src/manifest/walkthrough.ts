/** A step of the walkthrough. Its picture is `media/walkthrough/ID-light.png`, and `-dark`. */
export interface WalkthroughStep {
  readonly id: string;
  readonly title: string;
  /** With one button, as `[label](command:id)`. */
  readonly description: string;
  /** What the picture shows, for those who do not see it. */
  readonly picture: string;
  readonly done: readonly string[];
}

export const walkthroughSteps: readonly WalkthroughStep[] = [
  {
    id: 'new',
    title: 'Describe your mirrors once',
    description:
      'Answer a few questions and get a mirror policy: one small document from which the files of podman, CRI-O and OpenShift are made.\n[New Mirror Configuration](command:mirrorwright.newPolicy)',
    picture: 'The list of registries to choose from, and a mirror policy behind it',
    done: ['onCommand:mirrorwright.newPolicy'],
  },
  {
    id: 'findings',
    title: 'See what the reader will do',
    description:
      'Open a registries.conf. What is refused, without effect or dangerous is underlined while you type, with the reason; the light bulb repairs it.\n[Open a File](command:workbench.action.quickOpen)',
    picture: 'A registries.conf with an underlined key and the list of its fixes',
    done: ['onCommand:mirrorwright.fixAll', 'onContext:mirrorwright.dialect == registries-conf'],
  },
  {
    id: 'explain',
    title: 'Explain a pull',
    description:
      'Name an image and see which endpoints are asked, in which order, and which line of which file says so.\n[Explain a Pull](command:mirrorwright.explainPull)',
    picture: 'The explanation of a pull with links to the lines that decide it',
    done: ['onCommand:mirrorwright.explainPull'],
  },
  {
    id: 'preview',
    title: 'Preview the files of a node',
    description:
      'See the exact files that a node would get beside those it has. The preview follows what you type.\n[Preview Node Files](command:mirrorwright.previewNodeFiles)',
    picture: 'A comparison of the current and the planned file of a node',
    done: ['onCommand:mirrorwright.previewNodeFiles'],
  },
  {
    id: 'push',
    title: 'Push to nodes, and roll back',
    description:
      'See what changes on each machine, confirm it, and get it done by ssh, with backups and a guard on the node that takes a failed push back.\n[Push to Nodes](command:mirrorwright.push)',
    picture: 'The views of nodes, of the plan and of what was pushed, with the changes of a file beside them',
    done: ['onCommand:mirrorwright.push', 'onView:mirrorwright.nodes'],
  },
];
