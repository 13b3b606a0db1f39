import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ExportNode } from '../model.ts';
import { exportedNode, hostile, requestOf } from '../testing/nodes.ts';
import { exportAnsible } from './ansible.ts';

const quiet = { logLevel: 'silent' } as const;

function exported(...nodes: readonly ExportNode[]) {
  return new Map(exportAnsible(requestOf(...nodes)).files.map(({ path, content }) => [path, content]));
}

describe('a role', () => {
  test('carries each text once, by its hash, and names it for every node', () => {
    const files = { '/etc/containers/registries.conf': 'a = 1\n' };
    const made = exported(exportedNode('a', files), exportedNode('b', files));
    const vars = parse(made.get('host_vars/a.yaml')!, quiet);
    expect(made.get(`roles/mirrorwright/files/${vars.mirrorwright_files[0].new}`)).toBe('a = 1\n');
    expect([...made.keys()].filter((path) => path.startsWith('roles/mirrorwright/files/'))).toHaveLength(2);
    expect(vars.mirrorwright_folders.map(({ path }: { path: string }) => path)).toEqual([
      '/',
      '/etc',
      '/etc/containers',
    ]);
    expect(vars.mirrorwright_services[0]).toMatchObject({
      unit: 'crio.service',
      verb: 'reload',
      asked: false,
    });
  });

  test('takes hostile paths as data', () => {
    const files = Object.fromEntries(hostile.map((path) => [path, '{{ x }}\n']));
    const text = exported(exportedNode('a', files)).get('host_vars/a.yaml')!;
    expect(parse(text, quiet).mirrorwright_files.map(({ path }: { path: string }) => path)).toEqual(hostile);
    for (const line of text.split('\n').filter((each) => /\{[{%]/.test(each)))
      expect(line).toContain('!unsafe');
  });

  test('shows no difference of a file whose old text holds a secret', () => {
    const files = { '/etc/containers/a.conf': 'a = 1\n' };
    const old = ['location = "https://user:Pl4nted@a.example"\n'];
    const made = exported(exportedNode('a', files, { before: old }));
    expect(parse(made.get('host_vars/a.yaml')!, quiet).mirrorwright_files[0].show).toBe(false);
    expect([...made.values()].join('')).not.toContain('Pl4nted');
  });

  test('has playbooks and tasks that are YAML, each with a name', () => {
    for (const [path, content] of exported(exportedNode('a', { '/etc/x': 'y' })))
      if (path.endsWith('.yaml')) {
        const value = parse(content, quiet);
        if (!path.includes('/tasks/')) continue;
        for (const task of value) expect(task.name, path).toMatch(/^[A-Z]/);
      }
  });
});

test('the inventory keeps address, account, key, hop, groups and labels, and asks for known keys', () => {
  const entry = {
    name: 'a',
    address: '192.0.2.7',
    port: 2222,
    user: 'core',
    identity: '~/.ssh/{{ key }}',
    jump: 'ops@gate.example:22',
    become: 'sudo',
    groups: ['edge', 'all'],
    labels: { site: '{{ x }}' },
  } as const;
  const made = exported(exportedNode('a', { '/etc/x': 'y' }, { entry }));
  expect(made.get('inventory.yaml')).toContain('!unsafe "~/.ssh/{{ key }}"');
  expect(parse(made.get('inventory.yaml')!, quiet)).toEqual({
    all: {
      hosts: {
        a: {
          ansible_host: '192.0.2.7',
          ansible_port: 2222,
          ansible_user: 'core',
          ansible_ssh_private_key_file: '~/.ssh/{{ key }}',
          mirrorwright_jump: 'ops@gate.example:22',
          ansible_ssh_common_args:
            "-F {{ (inventory_dir ~ '/ssh_config') | quote }} -o StrictHostKeyChecking=yes -o ForwardAgent=no -o ProxyJump={{ mirrorwright_jump | quote }}",
          ansible_become: true,
          mirrorwright_labels: { site: '{{ x }}' },
        },
      },
      children: { edge: { hosts: { a: {} } } },
    },
  });
});

test('the keys of hops stand in a configuration of ssh that hops are started with', () => {
  const entry = {
    ...exportedNode('a', {}).entry,
    jump: 'ops@gate.example,192.0.2.1',
    hopIdentities: [
      { host: 'gate.example', identity: '~/.ssh/gate 100%' },
      { host: '192.0.2.1', identity: '/keys/inner' },
    ],
  };
  const made = exported(
    exportedNode('a', { '/etc/x': 'y' }, { entry }),
    exportedNode('b', { '/etc/x': 'y' }),
  );
  expect(made.get('ssh_config')).toContain(
    'Match originalhost gate.example\n  IdentityFile "~/.ssh/gate 100%%"\n  IdentitiesOnly yes\n',
  );
  // it is a node of the inventory itself
  expect(made.get('ssh_config')).toContain('IdentityFile "/keys/inner"\nHost *\n');
  const { hosts } = parse(made.get('inventory.yaml')!, quiet).all;
  expect(hosts.b.ansible_ssh_common_args).toBe('-o StrictHostKeyChecking=yes -o ForwardAgent=no');
  expect(exported(exportedNode('b', { '/etc/x': 'y' })).has('ssh_config')).toBe(false);
});

test('a key that no such file can hold is left out and named', () => {
  const entry = {
    ...exportedNode('a', {}).entry,
    jump: 'gate.example',
    hopIdentities: [{ host: 'gate.example', identity: 'a"\nProxyCommand touch /pwned' }],
  };
  const { files, notes } = exportAnsible(requestOf(exportedNode('a', { '/etc/x': 'y' }, { entry })));
  expect(files.find(({ path }) => path === 'ssh_config')?.content).not.toContain('pwned');
  expect(notes).toEqual([expect.stringContaining('a: the key of a hop')]);
});
