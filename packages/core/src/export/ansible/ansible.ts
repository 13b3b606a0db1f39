import { secretSpans } from '../../dialects/secrets.ts';
import type { NodeFile } from '../../model/node-file.ts';
import { shownDigits } from '../../plan/canonical.ts';
import type { OrderedFile } from '../../ports.ts';
import { contentOf, type Exported, type ExportNode, type ExportRequest } from '../model.ts';
import { orderRows, validateRows } from '../rows.ts';
import { scalar, unsafe } from '../yaml.ts';
import { inventoryYaml } from './inventory.ts';
import { roleTexts } from './role-texts.ts';
import { sshConfigName, sshConfigText, unfitHops } from './ssh-config.ts';

/**
 * A playbook, an inventory and a role that do with Ansible what a push does: the same checks, the same order, the same
 * reloads. Whatever comes from a node or a person is data: quoted, and marked so that no template in it is looked at.
 */
export function exportAnsible({ planId, nodes, script }: ExportRequest): Exported {
  const texts = new Map<string, string>();
  for (const { order } of nodes) for (const file of order.files) texts.set(file.newSha256!, contentOf(file));
  const role = 'roles/mirrorwright';
  const entries = nodes.map(({ entry }) => entry);
  const unfit = new Set(unfitHops(entries));
  const config = sshConfigText(
    entries.map((entry) => (unfit.has(entry.name) ? { ...entry, hopIdentities: [] } : entry)),
  );
  const files: NodeFile[] = [
    file('README.md', readme(planId, nodes)),
    file('inventory.yaml', inventoryYaml(entries)),
    ...(config === undefined ? [] : [file(sshConfigName, config)]),
    ...roleTexts.map(({ path, text }) => file(path, text)),
    ...nodes.map((node) => file(`host_vars/${node.entry.name}.yaml`, hostVars(planId, node))),
    ...[...texts].map(([hash, text]) => file(`${role}/files/${hash}`, text)),
    file(`${role}/files/mirrorwright.sh`, script),
  ];
  const notes = [...unfit].map(
    (name) =>
      `${name}: the key of a hop has a name that a configuration of ssh cannot hold; give it in yours`,
  );
  return { files, notes };
}

function file(path: string, content: string): NodeFile {
  return { path, content, mode: 0o644 };
}

function hostVars(planId: string, node: ExportNode): string {
  const { entry, hostname, order, before, reload, asked } = node;
  const services = reload.map(({ unit, verb, failurePattern = '', successPattern = '' }) =>
    [
      `  - unit: ${unsafe(unit)}`,
      `    verb: ${verb}`,
      `    failure: ${unsafe(failurePattern)}`,
      `    success: ${unsafe(successPattern)}`,
      `    asked: ${asked}\n`,
    ].join('\n'),
  );
  const files = order.files.map((each, index) =>
    [
      `  - path: ${unsafe(each.path)}`,
      `    real: ${unsafe(each.realPath)}`,
      `    place: ${unsafe(placeOf(each.realPath))}`,
      `    base: ${scalar(each.baseSha256 ?? '')}`,
      `    new: ${scalar(each.newSha256!)}`,
      `    mode: "${(each.mode & 0o7777).toString(8).padStart(4, '0')}"`,
      `    staged: ${unsafe(each.stagedName)}`,
      `    show: ${canShow(each, before[index] ?? '')}\n`,
    ].join('\n'),
  );
  const folders = foldersOf(order.files.map(({ realPath }) => realPath));
  return [
    `# ${entry.name}: what the plan brings. Texts of files lie in roles/mirrorwright/files, by their SHA-256.\n`,
    `mirrorwright_plan: ${scalar(planId)}\n`,
    `mirrorwright_hostname: ${unsafe(hostname)}\n`,
    'mirrorwright_files:\n',
    ...files,
    `mirrorwright_folders:\n${folders.map((folder) => `  - path: ${unsafe(folder)}\n    place: ${unsafe(placeOf(folder))}\n`).join('')}`,
    services.length === 0 ? 'mirrorwright_services: []\n' : `mirrorwright_services:\n${services.join('')}`,
    '# for the readers that check the files before they are in place\n',
    'mirrorwright_check:\n',
    `  files: ${unsafe(orderRows(order))}\n`,
    `  validate: ${unsafe(validateRows(order))}\n`,
  ].join('');
}

/**
 * A path as modules of Ansible are given it: they take `$NAME` for a variable of the environment, and the playbooks set
 * one that is a dollar.
 */
function placeOf(path: string): string {
  return path.replaceAll('$', dollar);
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: as Python's expandvars reads it
const dollar = '${mirrorwright_dollar}';

/**
 * A difference would show the secrets of the old text. Where a path holds a dollar, what Ansible does to make one reads
 * the path twice, and once too often.
 */
function canShow({ path, realPath }: OrderedFile, before: string): boolean {
  return !realPath.includes('$') && secretSpans(path, before).length === 0;
}

/** Every folder on the way to the files, from the top. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = new Set<string>(['/']);
  for (const path of paths)
    for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1))
      folders.add(path.slice(0, at));
  return [...folders].sort();
}

function readme(planId: string, nodes: readonly ExportNode[]): string {
  const rows = nodes.map(({ entry, order, impact }) => {
    const count = order.files.length;
    return `- ${entry.name}: ${count} file${count === 1 ? '' : 's'}; ${impact.join('; ')}`;
  });
  return `# Plan ${planId.slice(0, shownDigits)}

Made by mirrorwright. The role does what \`mirrorwright push\` does, in the same order.

\`\`\`sh
ansible-playbook -i inventory.yaml push.yaml --check --diff   # see it, change nothing
ansible-playbook -i inventory.yaml push.yaml                  # do it
ansible-playbook -i inventory.yaml rollback.yaml              # undo it, from the backups on the nodes
\`\`\`

A file that is neither as the plan saw it nor as planned stops its node: make the plan again.
When a step fails the old files come back and the services are reloaded again. Unlike a push by mirrorwright itself there
is no guard on the node: if this machine is lost between two files, run the playbook again or roll back.

${rows.join('\n')}
`;
}
