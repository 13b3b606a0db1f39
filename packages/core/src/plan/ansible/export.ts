import type { NodeFile } from '../../model/node-file.ts';
import type { ReloadStep } from '../../ports.ts';
import { deliveryRank } from '../../runtimes/containers/delivery.ts';
import { sha256 } from '../../text/sha256.ts';
import { shownDigits } from '../canonical.ts';
import type { Change } from '../danger.ts';
import type { Refusal } from '../model.ts';
import type { PlannedNode } from '../node.ts';
import { secretSpans } from '../secrets.ts';
import { handlerName, handlers, quoted, tasks } from './role.ts';

export type AnsibleExport =
  | { readonly ok: true; readonly files: readonly NodeFile[] }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/**
 * A plan as an inventory, a playbook and a role that take the same steps. The files lie in it whole, so that one with a
 * secret is refused. Paths are relative to the folder of the export.
 */
export function exportAnsible(nodes: readonly PlannedNode[], planId: string): AnsibleExport {
  const changing = nodes.filter(({ changes }) => changes.length > 0);
  const refusals = changing.flatMap(({ node, changes }) =>
    changes
      .filter(({ path, after }) => secretSpans(path, after).length > 0)
      .map(({ path }) => secretIn(node.machine.name, path)),
  );
  if (refusals.length > 0) return { ok: false, refusals };
  const steps = changing.flatMap(({ reload }) => reload);
  const role = 'roles/mirrorwright';
  return {
    ok: true,
    files: [
      file('README.md', readme(planId)),
      file('inventory.yml', inventory(changing)),
      file('playbook.yml', playbook),
      file(`${role}/tasks/main.yml`, tasks),
      file(`${role}/handlers/main.yml`, handlers(steps)),
      ...changing.flatMap((planned) => [
        file(`host_vars/${planned.node.machine.name}.yml`, hostVars(planned, planId)),
        ...inOrder(planned.changes).map((change, index) =>
          file(`${role}/files/${sourceName(planned, change, index)}`, change.after),
        ),
      ]),
    ],
  };
}

function file(path: string, content: string): NodeFile {
  return { path, content, mode: 0o644, owner: 'root' };
}

function secretIn(node: string, path: string): Refusal {
  return {
    path,
    message: `${node}: ${path} holds a secret, and an export holds files whole`,
    nextStep: 'push it with mirrorwright push, or keep the secret in a file of its own',
  };
}

function inOrder(changes: readonly Change[]): readonly Change[] {
  return changes.toSorted((a, b) => deliveryRank(a.path) - deliveryRank(b.path));
}

/** Plain letters: the path itself may hold anything. */
function sourceName({ node }: PlannedNode, { path }: Change, index: number): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/[^A-Za-z0-9._-]/g, '_');
  return `${node.machine.name}/${index}-${name}`;
}

/** Texts that a template language must not look into. */
function plain(text: string): string {
  return `!unsafe ${quoted(text)}`;
}

function hostVars(planned: PlannedNode, planId: string): string {
  const { changes, reload } = planned;
  const items = inOrder(changes).map(
    (change, index) => `  - path: ${plain(change.realPath)}
    src: ${plain(sourceName(planned, change, index))}
    backup: ${quoted(String(index))}
    mode: "0644"
    base_sha256: ${quoted(change.before === null ? 'none' : sha256(change.before))}
    new_sha256: ${quoted(sha256(change.after))}
`,
  );
  const argv = ({ verb, unit }: ReloadStep): string => `["systemctl", ${quoted(verb)}, ${quoted(unit)}]`;
  return [
    '---\n',
    `mirrorwright_backups: ${quoted(`/var/lib/mirrorwright/ansible/${planId.slice(0, shownDigits)}`)}\n`,
    `mirrorwright_notify: [${reload.map((step) => quoted(handlerName(step))).join(', ')}]\n`,
    `mirrorwright_undo: [${reload.map(argv).join(', ')}]\n`,
    `mirrorwright_files:\n${items.join('')}`,
  ].join('');
}

function inventory(nodes: readonly PlannedNode[]): string {
  const hosts = nodes.map(({ node: { machine } }) => {
    const vars = [
      `ansible_host: ${quoted(machine.address)}`,
      ...(machine.port === undefined ? [] : [`ansible_port: ${machine.port}`]),
      ...(machine.user === undefined ? [] : [`ansible_user: ${quoted(machine.user)}`]),
      ...(machine.become === 'sudo' ? ['ansible_become: true'] : []),
      ...(machine.jump === undefined
        ? []
        : [`ansible_ssh_common_args: ${quoted(`-o ProxyJump=${machine.jump}`)}`]),
    ];
    return `    ${quoted(machine.name)}:\n${vars.map((line) => `      ${line}\n`).join('')}`;
  });
  return `---\nall:\n  hosts:\n${hosts.join('')}`;
}

const playbook = `---
- name: Bring the planned files to the nodes
  hosts: all
  gather_facts: false
  # the first node alone, then the others; a failure ends it
  serial: [1, "100%"]
  max_fail_percentage: 0
  roles:
    - mirrorwright
`;

function readme(planId: string): string {
  return `# Plan ${planId.slice(0, shownDigits)} for Ansible

Made by \`mirrorwright plan --export ansible\`.

\`\`\`sh
ansible-playbook -i inventory.yml playbook.yml --check --diff    # what would change
ansible-playbook -i inventory.yml playbook.yml
\`\`\`

The steps are those of \`mirrorwright push\`: a file that is neither as it was when the plan was made nor as planned stops
the node; what is there is kept below /var/lib/mirrorwright/ansible; then files are written, the signature policy first;
services reload; where one of this fails, everything is put back. What Ansible does not do: a guard on the node that rolls
back when the connection is lost, and reading the new files by their readers before they are put in place.
`;
}
