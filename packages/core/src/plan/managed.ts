import type { NodeFacts } from '../ports.ts';
import type { Refusal } from './model.ts';

/** A program that writes configuration on machines and would undo, or be broken by, what somebody else writes. */
interface Manager {
  readonly name: string;
  /** Paths whose existence gives it away; asked of the node. */
  readonly markers: readonly string[];
  readonly os?: RegExp;
  /** Which destinations are its own, given the place where their links lead. Without markers and os: wherever they lie. */
  readonly owns: RegExp;
  readonly way: string;
}

const managers: readonly Manager[] = [
  {
    name: 'the Machine Config Operator of OpenShift',
    markers: ['/etc/machine-config-daemon/currentconfig', '/etc/machine-config-daemon/node-annotations.json'],
    owns: /^\//,
    way: 'change the cluster instead: an ImageDigestMirrorSet or ImageTagMirrorSet for mirrors (mirrorwright convert FILE --to openshift@4.16), a MachineConfig for other files',
  },
  {
    name: 'Talos',
    markers: [],
    os: /\btalos\b/i,
    owns: /^\//,
    way: 'change its machine configuration: a RegistryMirrorConfig document, or machine.registries, applied with talosctl patch',
  },
  {
    name: 'NixOS',
    markers: ['/etc/NIXOS'],
    os: /\bnixos\b/i,
    owns: /^\/(?:etc|nix)\//,
    way: 'set virtualisation.containers.registries or environment.etc in its configuration and run nixos-rebuild switch',
  },
  {
    name: 'Nix',
    markers: [],
    owns: /^\/nix\//,
    way: 'change it where it is made (home-manager or the configuration of the system)',
  },
  {
    name: 'k3s, which makes it of its registries.yaml at every start',
    markers: [],
    owns: /^\/var\/lib\/rancher\/(?:k3s|rke2)\/agent\/etc\//,
    way: 'change /etc/rancher/k3s/registries.yaml or /etc/rancher/rke2/registries.yaml and restart the service',
  },
  {
    name: 'the system agent of Rancher',
    markers: [
      '/etc/rancher/agent/config.yaml',
      '/var/lib/rancher/agent',
      '/etc/systemd/system/rancher-system-agent.service',
    ],
    owns: /^\/(?:etc|var\/lib)\/rancher\//,
    way: 'set the registries of the cluster in Rancher (Cluster Management, Registries, or spec.rkeConfig.registries)',
  },
  {
    name: 'ostree, whose /usr is read-only',
    markers: ['/run/ostree-booted'],
    owns: /^\/(?:usr|sysroot|ostree)\//,
    way: 'write the same file below /etc, or build it into the image',
  },
];

/** What a node is asked for, so that `managedBy` can tell. */
export const managerMarkers: readonly string[] = managers.flatMap(({ markers }) => markers);

/** Why a destination is not ours to write, or undefined. */
export function managedBy(
  { path, realPath }: { readonly path: string; readonly realPath: string },
  existing: string | null,
  facts: NodeFacts,
): Refusal | undefined {
  const present = new Set(facts.markers);
  for (const { name, markers, os, owns, way } of managers) {
    const anywhere = markers.length === 0 && os === undefined;
    const found = anywhere || markers.some((marker) => present.has(marker)) || os?.test(facts.os) === true;
    if (found && (owns.test(realPath) || owns.test(path)))
      return { path, message: `${path} is managed by ${name}`, nextStep: way };
  }
  const mount = facts.readOnly.find(
    (each) => realPath === each || realPath.startsWith(`${each.replace(/\/$/, '')}/`),
  );
  if (mount !== undefined)
    return {
      kind: 'read-only',
      path,
      message: `${realPath} lies on ${mount}, which is read-only`,
      nextStep: 'choose a path that can be written, or change the image of the machine',
    };
  const owner = existing === null ? undefined : ownerInHeader(existing);
  if (owner === undefined) return undefined;
  return {
    path,
    message: `${path} says that ${owner} manages it`,
    nextStep: `change it where ${owner} keeps it, or put the change into a drop-in of its own`,
  };
}

const tools: readonly (readonly [RegExp, string])[] = [
  [/\bansible[ _-]managed\b/i, 'Ansible'],
  ...['Ansible', 'Puppet', 'Chef', 'Cinc', 'Salt'].map((tool) => [ownedBy(tool), tool] as const),
  [/\b(?:managed|generated|created|written|maintained) (?:by|with|using|via) cloud-init\b/i, 'cloud-init'],
  [/\b(?:managed|generated|created|maintained) (?:by|with|using|via) (?:terraform|opentofu)\b/i, 'Terraform'],
  [/\b(?:managed|generated|maintained|controlled) (?:by|with|using|via) (?:cfengine|rudder)\b/i, 'CFEngine'],
  [
    /machine[- ]config[- ](?:operator|daemon)\b|containerruntimeconfig controller/i,
    'the Machine Config Operator',
  ],
  [/\b(?:managed|generated) by (?:k3s|rke2)\b/i, 'k3s'],
];

/** `managed by Puppet`, `Puppet-managed`, `under the control of Puppet`. */
function ownedBy(tool: string): RegExp {
  const verb = '(?:managed|(?:auto-?)?generated|created|maintained|controlled|written|deployed)';
  const name = `${tool}(?:stack)?\\b`;
  return new RegExp(
    `\\b${verb} (?:by|with|using|via) (?:\\w+ )?${name}|\\b${tool}[ -]managed\\b|under (?:the )?control of ${name}`,
    'i',
  );
}

/** Comments this far from the top are a header. */
const headerLength = 4096;

/** Who says in the comments at the top of a file that it is theirs. Lines of ours do not count. */
export function ownerInHeader(text: string): string | undefined {
  const comments: string[] = [];
  for (const line of text.slice(0, headerLength).split('\n')) {
    const trimmed = line.replace(/^\uFEFF/, '').trim();
    if (trimmed !== '' && !/^(?:#|;|\/\/|\/?\*|--|<!--)/.test(trimmed)) break;
    comments.push(trimmed.slice(0, 500));
  }
  const header = comments.join('\n');
  return tools.find(([pattern]) => pattern.test(header))?.[1];
}
