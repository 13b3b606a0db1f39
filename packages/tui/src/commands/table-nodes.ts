import type { CommandSpec, OptionSpec } from '../cli/spec.ts';

/** Commands that talk to machines, and the file that names them. Everything that does is loaded when they run. */

const nodesFile: OptionSpec = {
  flags: '--nodes <FILE>',
  help: 'the nodes file; default: mirrorwright-nodes.yaml',
};
const node: OptionSpec = {
  flags: '--node <NAME>',
  help: 'a node of the nodes file; repeatable; default: all',
  repeatable: true,
};
const group: OptionSpec = {
  flags: '--group <NAME>',
  help: 'the nodes of a group; repeatable',
  repeatable: true,
};
const parallel: OptionSpec = { flags: '--parallel <N>', help: 'nodes at a time; default 8' };
const yes: OptionSpec = { flags: '--yes', help: 'answer yes to what is not severe' };
const confirm: OptionSpec = {
  flags: '--confirm <ID>',
  help: 'confirm this plan, severe or not, by at least 12 digits of its id',
};
const wanted: readonly OptionSpec[] = [
  { flags: '--policy <FILE>', help: 'the mirror policy; default: mirror-policy.yaml' },
  {
    flags: '--file <SRC:DEST>',
    help: 'instead of a policy: a file as it shall be, and where; repeatable',
    repeatable: true,
  },
  node,
  group,
  {
    flags: '--target <RUNTIME[@VERSION]>',
    help: 'plan for this reader; repeatable; default: those found on each node',
    repeatable: true,
  },
  {
    flags: '--allow-path <GLOB>',
    help: 'a destination that the runtimes do not read; always severe; repeatable',
    repeatable: true,
  },
  { flags: '--reload <UNIT>', help: 'reload this unit afterwards, instead of what the runtimes need' },
  { flags: '--restart <UNIT>', help: 'restart this unit afterwards' },
  { flags: '--no-reload', help: 'reload nothing' },
];

const image: OptionSpec = {
  flags: '--image <REF>',
  help: 'for Kubernetes: what the privileged pods run; it needs sh and coreutils',
};
const accept: OptionSpec = {
  flags: '--accept <CODE>',
  help: 'go on although this rule finds an error; repeatable',
  repeatable: true,
};
/** Of what leaves this machine for others to carry out. */
const leaving: readonly OptionSpec[] = [
  {
    flags: '--root <DIR>',
    help: 'take DIR as the file system of the machine, or DIR/NAME for several, instead of asking it',
  },
  image,
  { flags: '--pool <NAME>', help: 'for openshift@X and --file: the pool of machines; default worker' },
  accept,
];

function format(...choices: readonly string[]): OptionSpec {
  return { flags: '--format <NAME>', help: choices.join(' or '), choices };
}

const remote = (name: 'runCheck' | 'runPull' | 'runDrift' | 'runPrune') => async () => {
  const [commands, { realOutside }] = await Promise.all([
    import('./nodes-remote.ts'),
    import('../push/outside.ts'),
  ]);
  const command = commands[name];
  return {
    run: (invocation: Parameters<typeof command>[0]) => command(invocation, realOutside(invocation.options)),
  };
};

const local = (name: 'runAdd' | 'runList' | 'runRemove') => async () => {
  const commands = await import('./nodes.ts');
  return { run: commands[name] };
};

const someNodes = { name: '[node...]', help: 'nodes of the nodes file; default: all' };

/** Made with the options that every command takes. */
export function nodeCommands(common: readonly OptionSpec[]): readonly CommandSpec[] {
  return [
    {
      name: 'plan',
      summary: 'what a push would do: changes, findings, impact; writes a plan file',
      args: [{ name: '[plan]', help: 'with --export: a plan file; without one it is made now' }],
      options: [
        ...wanted,
        { flags: '--out <FILE>', help: 'write the plan here; with --export: a new folder' },
        {
          flags: '--export <FORM>',
          help: 'instead of a plan: ansible (a role) or kubernetes (jobs; for openshift@X resources)',
          choices: ['ansible', 'kubernetes'],
        },
        ...leaving,
        { flags: '--exit-code', help: 'exit 3 when something would change' },
        format('text', 'json'),
        parallel,
        nodesFile,
        ...common,
      ],
      examples: [
        ['mirrorwright plan --node node-a', 'what mirror-policy.yaml would change on a node'],
        ['mirrorwright plan --group edge --out edge.plan.json', 'keep it, to be looked at and pushed later'],
        [
          'mirrorwright plan --file 50-mirrors.conf:/etc/containers/registries.conf.d/50-mirrors.conf',
          'a file as it is',
        ],
        ['mirrorwright plan edge.plan.json --export ansible --out role', 'for Ansible to carry out'],
        [
          'mirrorwright plan --policy mirror-policy.yaml --target openshift@4.16 --export kubernetes --out cluster',
          'for the operator of a cluster to carry out',
        ],
      ],
      load: () => import('./plan.ts'),
    },
    {
      name: 'push',
      summary: 'bring the planned files to nodes, all or none on each',
      args: [{ name: '[plan]', help: 'a plan file; without one it is made now, as by plan' }],
      options: [
        ...wanted,
        accept,
        yes,
        confirm,
        { flags: '--dry-run', help: 'every check on the node, no change' },
        {
          flags: '--test-pull <IMAGE>',
          help: 'pull this on each node after the reload; if no mirror serves it the node rolls back',
        },
        {
          flags: '--test-pull-from <HOST>',
          help: 'the mirror that has to serve it, HOST[:PORT][/PATH]; default: any',
        },
        { flags: '--guard <TIME>', help: 'a node that hears nothing for so long rolls back; default 60s' },
        { flags: '--keep <N>', help: 'backups of so many pushes stay on the node; default 10' },
        { flags: '--batch <N>', help: 'nodes of a batch, after the first one alone; default 10' },
        parallel,
        { flags: '--max-failures <N>', help: 'start no further batch after more failures; default 0' },
        { flags: '--resume <PUSH>', help: 'only the nodes that this earlier push did not finish' },
        {
          flags: '--via <PROGRAM>',
          help: 'let another program carry it out: ansible (ansible-playbook) or kubectl (privileged jobs)',
          choices: ['ansible', 'kubectl'],
        },
        ...leaving.filter(({ flags }) => !flags.startsWith('--accept')),
        { flags: '--rollback-all', help: 'when a node fails, take back what the others committed' },
        format('text', 'jsonl'),
        { flags: '--plain', help: 'plain lines instead of a table that moves' },
        nodesFile,
        ...common,
      ],
      examples: [
        ['mirrorwright push edge.plan.json', 'show it again, ask, carry it out'],
        [
          'mirrorwright push --policy mirror-policy.yaml --node node-a --dry-run',
          'check everything, change nothing',
        ],
        [
          'mirrorwright push edge.plan.json --confirm 0123456789ab --batch 5',
          'without a question, five at a time',
        ],
        ['mirrorwright push edge.plan.json --via ansible', 'with the ansible-playbook of this machine'],
      ],
      load: () => import('./push.ts'),
    },
    {
      name: 'rollback',
      summary: 'undo the newest push of a plan',
      args: [{ name: '<plan>', help: 'the plan file, or the digits of its id' }],
      options: [
        node,
        { flags: '--overwrite', help: 'also where a file was changed since; severe' },
        yes,
        confirm,
        format('text', 'jsonl'),
        parallel,
        nodesFile,
        ...common,
      ],
      examples: [['mirrorwright rollback 0123456789ab', 'on all nodes that it was pushed to']],
      load: () => import('./rollback.ts'),
    },
    {
      name: 'bundle',
      summary: 'pack a plan for machines that no network reaches',
      args: [{ name: '[plan]', help: 'a plan file; without one it is made now, as by plan' }],
      options: [
        ...wanted,
        { flags: '--out <FILE>', help: 'the tar archive; default: mirrorwright-PLAN.tar' },
        ...leaving.filter(({ flags }) => !/^--(?:image|pool)/.test(flags)),
        parallel,
        nodesFile,
        ...common,
      ],
      examples: [
        [
          'mirrorwright bundle --root copy-of-node --node node-a --target podman@5.4',
          'from a copy of its configuration',
        ],
        ['mirrorwright bundle edge.plan.json --out edge.tar', 'for all nodes of a plan'],
      ],
      load: () => import('./bundle.ts'),
    },
    ...nodesCommands(common),
  ];
}

function nodesCommands(common: readonly OptionSpec[]): readonly CommandSpec[] {
  return [
    {
      name: 'nodes add',
      summary: 'add a node to the nodes file, or import many',
      args: [
        { name: '[name]', help: 'what to call it; with an import: only this one' },
        { name: '[address]', help: 'host name or IP address; default: the name, as ssh knows it' },
      ],
      options: [
        { flags: '--login <USER>', help: 'the user to log in as' },
        { flags: '--port <N>', help: 'the port of ssh' },
        { flags: '--identity <PATH>', help: 'the path of a key' },
        { flags: '--jump <NAME>', help: 'a node, or [user@]host[:port], to go through' },
        { flags: '--sudo', help: 'write as root with sudo' },
        { flags: '--group <NAME>', help: 'a group it belongs to; repeatable', repeatable: true },
        { flags: '--label <KEY=VALUE>', help: 'a note about it; repeatable', repeatable: true },
        {
          flags: '--from-ssh <FILE>',
          help: 'import the names of an ssh configuration, such as ~/.ssh/config',
        },
        { flags: '--from-ansible <FILE>', help: 'import a static inventory, YAML or INI; nothing is run' },
        nodesFile,
        ...common,
      ],
      examples: [
        ['mirrorwright nodes add node-a 192.0.2.10 --login core --sudo --group edge', 'one node'],
        ['mirrorwright nodes add --from-ansible hosts.yaml', 'all hosts of an inventory'],
      ],
      load: local('runAdd'),
    },
    {
      name: 'nodes list',
      summary: 'the nodes of the nodes file',
      args: [],
      options: [format('text', 'json'), nodesFile, ...common],
      examples: [['mirrorwright nodes list', 'one line each']],
      load: local('runList'),
    },
    {
      name: 'nodes remove',
      summary: 'remove nodes from the nodes file',
      args: [{ name: '<name...>', help: 'their names' }],
      options: [nodesFile, ...common],
      examples: [['mirrorwright nodes remove node-a', 'with the comments about it']],
      load: local('runRemove'),
    },
    {
      name: 'nodes check',
      summary: 'whether nodes can be reached, what runs there, what is left of a push',
      args: [someNodes],
      options: [
        group,
        { flags: '--repair', help: 'settle a push that was interrupted' },
        parallel,
        nodesFile,
        ...common,
      ],
      examples: [['mirrorwright nodes check', 'all of them']],
      load: remote('runCheck'),
    },
    {
      name: 'nodes pull',
      summary: 'copy the configuration of nodes to a folder, for lint, explain and preview --root',
      args: [someNodes],
      options: [
        group,
        { flags: '--out <DIR>', help: 'where to; several nodes get a folder each' },
        parallel,
        nodesFile,
        ...common,
      ],
      examples: [['mirrorwright nodes pull node-a --out node-a', 'then: mirrorwright lint --root node-a']],
      load: remote('runPull'),
    },
    {
      name: 'nodes drift',
      summary: 'files that are not as they were pushed',
      args: [someNodes],
      options: [group, format('text', 'json'), parallel, nodesFile, ...common],
      examples: [['mirrorwright nodes drift', 'exit 1 when something was changed']],
      load: remote('runDrift'),
    },
    {
      name: 'nodes prune',
      summary: 'remove old backups on nodes',
      args: [someNodes],
      options: [
        group,
        { flags: '--keep <N>', help: 'those of the last pushes that stay; default 10' },
        yes,
        parallel,
        nodesFile,
        ...common,
      ],
      examples: [['mirrorwright nodes prune --keep 3 --yes', 'on all nodes']],
      load: remote('runPrune'),
    },
  ];
}
