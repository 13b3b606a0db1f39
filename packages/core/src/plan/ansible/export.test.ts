import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../syntax/yaml.ts';
import { sourceText } from '../../text/source.ts';
import { given, planned, survey } from '../testing/node.ts';
import { exportAnsible } from './export.ts';

const main = '/etc/containers/registries.conf';

function exported(...nodes: Parameters<typeof exportAnsible>[0]) {
  const result = exportAnsible(nodes, 'a'.repeat(64));
  if (!result.ok) throw new Error(JSON.stringify(result.refusals));
  return new Map(result.files.map(({ path, content }) => [path, content]));
}

describe('a plan for Ansible', () => {
  test('has an inventory, a playbook, a role, and the files of each node', () => {
    const files = exported(planned({}));
    expect([...files.keys()]).toEqual([
      'README.md',
      'inventory.yml',
      'playbook.yml',
      'roles/mirrorwright/tasks/main.yml',
      'roles/mirrorwright/handlers/main.yml',
      'host_vars/node-a.yml',
      'roles/mirrorwright/files/node-a/0-50-mirrors.conf',
    ]);
    expect(files.get('inventory.yml')).toContain('ansible_become: true');
    expect(files.get('host_vars/node-a.yml')).toContain('base_sha256: "none"');
  });

  test('is YAML throughout, whatever the paths hold', () => {
    const odd = `/opt/a "b" {{ reboot }} 'c'.conf`;
    const files = exported(
      planned({
        wanted: given({ [odd]: 'x\n' }),
        allowPaths: ['/opt/*'],
        reload: { verb: 'restart', unit: 'app.service' },
      }),
    );
    for (const [path, content] of files)
      if (path.endsWith('.yml')) expect(parseYaml(sourceText(content)).problems).toEqual([]);
    expect(files.get('host_vars/node-a.yml')).toContain('path: !unsafe "/opt/a \\"b\\" {{ reboot }}');
    expect(files.get('roles/mirrorwright/handlers/main.yml')).toContain('"restart", "app.service"');
    expect([...files.keys()].at(-1)).toBe('roles/mirrorwright/files/node-a/0-a__b_____reboot_____c_.conf');
  });

  test('leaves out nodes that do not change', () => {
    const { changes } = planned({});
    const same = planned({ survey: survey({ [changes[0]!.path]: changes[0]!.after }) });
    expect([...exported(same).keys()].some((path) => path.startsWith('host_vars'))).toBe(false);
  });

  test('is refused where a file holds a secret, also one that stays', () => {
    const before = '[[registry]]\nlocation = "user:Pl4nted@docker.io"\n';
    const node = planned({
      survey: survey({ [main]: before }),
      wanted: given({ [main]: `${before}# more\n` }),
    });
    const result = exportAnsible([node], 'a'.repeat(64));
    expect(result.ok ? '' : result.refusals[0]?.message).toContain('holds a secret');
    expect(JSON.stringify(result)).not.toContain('Pl4nted');
  });
});
