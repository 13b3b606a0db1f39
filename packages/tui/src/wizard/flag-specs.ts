import type { OptionSpec } from '../cli/spec.ts';
import type { StepId } from './state.ts';

/** A question of the wizard as a flag, and the key of the answers file that says the same. */
export interface StepFlag extends OptionSpec {
  readonly step: StepId;
  /** Key in the mirror policy, in the form that messages and the reference show. */
  readonly key: string;
}

/** The flags of every step. `--target` belongs to more commands and stands in the table of commands. */
export const stepFlags: readonly StepFlag[] = [
  {
    step: 'targets',
    key: 'not in the answers: it is about the node',
    flags: '--into <PATH>',
    help: 'the registries.conf file to make or edit, below the root; default etc/containers/registries.conf.d/50-mirrors.conf',
  },
  {
    step: 'targets',
    key: 'not in the answers: it is about this machine',
    flags: '--resources <DIR>',
    help: 'for OpenShift: the folder for the resources to apply; default cluster-resources',
  },
  {
    step: 'targets',
    key: 'not in the answers: it is about the cluster',
    flags: '--before <PATH>',
    help: 'for OpenShift: show the change against the resources that the cluster has, in this file or folder',
  },
  {
    step: 'upstreams',
    key: 'upstreams[].registry, .location',
    flags: '--upstream <REGISTRY[=LOCATION]>',
    help: 'a registry that has mirrors, or is redirected to LOCATION; repeatable',
    repeatable: true,
  },
  {
    step: 'mirrors',
    key: 'upstreams[].mirrors',
    flags: '--mirror <REGISTRY=LOCATION[,KEY=VALUE...]>',
    help: 'a mirror of REGISTRY, with style, project, pull, ca or `insecure` after commas; tried in the order given; repeatable',
    repeatable: true,
  },
  {
    step: 'trust',
    key: 'allowed',
    flags: '--allow <REGISTRY>',
    help: 'allow only what is named here: the rest is rejected; repeatable',
    repeatable: true,
  },
  {
    step: 'trust',
    key: 'insecure',
    flags: '--insecure <REGISTRY>',
    help: 'reach it without verified TLS; repeatable',
    repeatable: true,
  },
  {
    step: 'trust',
    key: 'blocked',
    flags: '--block <REGISTRY>',
    help: 'never ask it; repeatable',
    repeatable: true,
  },
  {
    step: 'trust',
    key: 'rejected',
    flags: '--reject <REGISTRY>',
    help: 'reject it by the signature policy; repeatable',
    repeatable: true,
  },
  {
    step: 'trust',
    key: 'cas',
    flags: '--ca <NAME=PATH>',
    help: 'a certificate authority of the node, by a name for mirrors; repeatable',
    repeatable: true,
  },
  {
    step: 'trust',
    key: 'credentialHelpers',
    flags: '--credential-helper <NAME>',
    help: 'ask it for passwords; repeatable',
    repeatable: true,
  },
  {
    step: 'scope',
    key: 'upstreams[].fallback',
    flags: '--fallback <[REGISTRY=]keep|block>',
    help: 'whether the registry itself is asked when no mirror has an image; repeatable',
    repeatable: true,
  },
  {
    step: 'scope',
    key: 'search',
    flags: '--search <REGISTRY>',
    help: 'look for short names there, in the order given; repeatable',
    repeatable: true,
  },
  {
    step: 'scope',
    key: 'shortNames',
    flags: '--short-names <MODE>',
    help: 'permissive, enforcing or disabled',
    choices: ['permissive', 'enforcing', 'disabled'],
  },
  {
    step: 'scope',
    key: 'aliases',
    flags: '--alias <NAME=IMAGE>',
    help: 'a short name and what it stands for; repeatable',
    repeatable: true,
  },
];

/** The name of a flag as options are looked up by: `--upstream <X>` is `upstream`. */
export function flagName({ flags }: Pick<OptionSpec, 'flags'>): string {
  return flags.replace(/^--/, '').split(' ')[0]!;
}
