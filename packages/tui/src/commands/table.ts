import type { CommandSpec, OptionSpec } from '../cli/spec.ts';
import { flagName, stepFlags } from '../wizard/flag-specs.ts';

const target: OptionSpec = {
  flags: '--target <RUNTIME[@VERSION]>',
  help: 'judge for this reader: podman, cri-o, buildah, skopeo, containers-image or openshift; repeatable; default podman@5.8',
  repeatable: true,
};
const root: OptionSpec = {
  flags: '--root <DIR>',
  help: "take DIR as a node's file system (etc/containers/...)",
};
const user: OptionSpec = {
  flags: '--user <NAME>',
  help: 'with --root: whose files are read (DIR/etc/passwd); default root',
};
const config: OptionSpec = {
  flags: '--config <FILE>',
  help: 'settings file; default: mirrorwright.toml, searched upwards',
};
const color: OptionSpec = { flags: '--no-color', help: 'no colours (NO_COLOR works too)' };
const quiet: OptionSpec = { flags: '--quiet', help: 'only the result' };
const noInput: OptionSpec = { flags: '--no-input', help: 'never ask' };
const output: OptionSpec = {
  flags: '--output <FILE>',
  help: 'write the --format before it here instead of stdout; repeatable',
  repeatable: true,
};
const common: readonly OptionSpec[] = [color, quiet, noInput];

const releaseImage: OptionSpec = {
  flags: '--release-image <REF>',
  help: 'for OpenShift: the release image; default: that of a ClusterVersion among the files',
};
const ca: OptionSpec = {
  flags: '--ca <REGISTRY=FILE>',
  help: 'for OpenShift: a certificate authority in PEM form, by the registry, or by the name or path that the policy has for it; repeatable',
  repeatable: true,
};
const into: readonly OptionSpec[] = stepFlags.filter((flag) => flagName(flag) === 'into');

/** Every command, in the order of the help. */
export const commands: readonly CommandSpec[] = [
  {
    name: 'init',
    summary: 'the wizard: build a mirror configuration step by step',
    args: [],
    options: [
      { flags: '--answers <FILE>', help: 'start from this mirror policy (`-`: standard input)' },
      { flags: '--print-answers', help: 'print the mirror policy instead of the files' },
      { flags: '--plain', help: 'plain numbered questions, for screen readers and simple terminals' },
      { flags: '--yes', help: 'with --no-input and --root: write the files' },
      root,
      user,
      target,
      ...stepFlags,
      ...common,
    ],
    examples: [
      ['mirrorwright init', 'ask step by step'],
      [
        'mirrorwright init --no-input --mirror docker.io=cache.corp.example/hub',
        'print the files, ask nothing',
      ],
      ['mirrorwright init --answers mirror-policy.yaml --no-input --root / --yes', 'write without asking'],
    ],
    load: () => import('./init.ts'),
  },
  {
    name: 'lint',
    summary: 'find mistakes in files and folders',
    args: [
      { name: '[path...]', help: 'files, folders or patterns; `-` for standard input; default: this folder' },
    ],
    options: [
      target,
      root,
      user,
      { flags: '--stdin-path <PATH>', help: 'the name that standard input is judged under' },
      {
        flags: '--format <NAME>',
        help: 'text, json, jsonl, sarif, junit, checkstyle, github or gitlab; repeatable',
        repeatable: true,
        choices: ['text', 'json', 'jsonl', 'sarif', 'junit', 'checkstyle', 'github', 'gitlab'],
      },
      output,
      {
        flags: '--fail-on <LEVEL>',
        help: 'lowest severity that fails; default error',
        choices: ['error', 'warning', 'info', 'never'],
      },
      { flags: '--max-warnings <N>', help: 'fail with more warnings than this' },
      config,
      ...common,
    ],
    examples: [
      ['mirrorwright lint /etc/containers', 'judge the files of this machine'],
      ['mirrorwright lint --root / --target cri-o@1.33', 'judge what CRI-O would really read'],
      ['mirrorwright lint . --format sarif --output lint.sarif', 'a report for code scanning'],
    ],
    load: () => import('./lint.ts'),
  },
  {
    name: 'fix',
    summary: 'apply the fixes that are safe',
    args: [{ name: '[path...]', help: 'files, folders or patterns; default: this folder' }],
    options: [
      { flags: '--diff', help: 'show the changes, write nothing' },
      { flags: '--unsafe', help: 'apply the fixes marked for review as well' },
      target,
      root,
      user,
      config,
      ...common,
    ],
    examples: [
      ['mirrorwright fix registries.conf --diff', 'see what would change'],
      ['mirrorwright fix registries.conf', 'change it'],
    ],
    load: () => import('./fix.ts'),
  },
  {
    name: 'explain',
    summary: 'which endpoints are tried for an image, in which order, and why',
    args: [
      { name: '<ref>', help: 'an image reference or short name' },
      { name: '[file...]', help: 'the files to read; default: the root of this machine' },
    ],
    options: [
      target,
      root,
      user,
      { flags: '--format <NAME>', help: 'text or json', choices: ['text', 'json'], repeatable: true },
      output,
      releaseImage,
      ...common,
    ],
    examples: [
      ['mirrorwright explain docker.io/library/nginx:1.25', 'as podman on this machine'],
      ['mirrorwright explain nginx --root /mnt/node --target cri-o@1.33', 'as CRI-O on a mounted node'],
      [
        'mirrorwright explain quay.io/acme/web:1 cluster/ --target openshift@4.16',
        'as a node of that cluster',
      ],
    ],
    load: () => import('./explain.ts'),
  },
  {
    name: 'preview',
    summary: 'the node files that a mirror policy, or the resources of OpenShift, give',
    args: [
      {
        name: '[file...]',
        help: 'mirror policies (default: mirror-policy.yaml), or resources for a target openshift@4.11 to openshift@5.2',
      },
    ],
    options: [
      target,
      { flags: '--out <DIR>', help: 'write the files below DIR' },
      { flags: '--diff', help: 'with --root: show the changes to what is there' },
      releaseImage,
      ca,
      ...into,
      root,
      ...common,
    ],
    examples: [
      ['mirrorwright preview mirror-policy.yaml --target podman@5.4', 'print the files'],
      ['mirrorwright preview mirror-policy.yaml --diff --root /', 'compare with this machine'],
      ['mirrorwright preview image.yaml idms.yaml --target openshift@4.16', 'what the operator would write'],
    ],
    load: () => import('./preview.ts'),
  },
  {
    name: 'convert',
    summary: 'turn files of a known format into another, with what is lost',
    args: [{ name: '[file...]', help: 'files that belong together; none where --ca alone is wanted' }],
    options: [
      {
        flags: '--to <GOAL>',
        help: '`mirror-policy`; a target such as podman@5.4 or openshift@4.16; `install-config@4.16`, `imageset-config@4.16`, `pull-secret`',
      },
      { flags: '--out <DIR>', help: 'write the files below DIR' },
      ca,
      { flags: '--tags', help: 'mirror sets for tags beside those for digests' },
      {
        flags: '--operator <NAME>',
        help: 'a package of the catalog of operators, for imageset-config',
        repeatable: true,
      },
      { flags: '--image <REF>', help: 'a further image to copy, for imageset-config', repeatable: true },
      target,
      ...common,
    ],
    examples: [
      ['mirrorwright convert registries.conf --to mirror-policy', 'a policy of existing files'],
      ['mirrorwright convert mirror-policy.yaml --to skopeo@1.9', 'the files for an older reader'],
      [
        'mirrorwright convert mirror-policy.yaml --to openshift@4.16 --out cluster-resources',
        'resources to apply',
      ],
      [
        'mirrorwright convert icsp.yaml --to openshift@4.16 --out new',
        'content source policies as mirror sets',
      ],
      ['mirrorwright convert mirror-policy.yaml --to install-config@4.16', 'keys for install-config.yaml'],
      [
        'mirrorwright convert --ca m.example:5000=ca.pem --to openshift@4.16',
        'the config map of a certificate authority',
      ],
    ],
    load: () => import('./convert.ts'),
  },
  {
    name: 'rules',
    summary: 'the list of rules, or the page of one',
    args: [{ name: '[code]', help: 'a code (MW201) or a name' }],
    options: [color],
    examples: [['mirrorwright rules MW201', 'the page of a rule, offline']],
    load: () => import('./rules.ts'),
  },
  {
    name: 'lsp',
    summary: 'the language server, for editors: on standard input and output',
    args: [],
    options: [{ flags: '--stdio', help: 'as many editors say; there is no other way' }],
    examples: [['mirrorwright lsp', 'what an editor starts; see docs/guides/editors.md']],
    load: () => import('./lsp.ts'),
  },
  {
    name: 'completion',
    summary: 'a completion script for a shell',
    args: [{ name: '<shell>', help: 'bash, zsh or fish' }],
    options: [],
    examples: [['source <(mirrorwright completion bash)', 'complete in this shell']],
    load: () => import('./completion.ts'),
  },
];
