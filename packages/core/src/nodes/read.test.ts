import { describe, expect, test } from 'vitest';
import { newNodesText, withNodes, withoutNode } from './edit.ts';
import type { NodeEntry, NodesDocument } from './model.ts';
import { readNodes } from './read.ts';
import { addressOf, selectNodes } from './select.ts';

const text = `# our machines
version: 1
nodes:
  # the first
  - name: node-a
    address: 192.0.2.10 # the old rack
    port: 2222
    user: core
    identity: ~/.ssh/id_ed25519
    groups: [edge]
    labels: {site: north}

  # behind the first
  - name: node-b
    address: "2001:db8::1"
    jump: node-a
    become: sudo
`;

function read(content: string): NodesDocument {
  const result = readNodes('nodes.yaml', content);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.document;
}

function faults(content: string): readonly string[] {
  const result = readNodes('nodes.yaml', content);
  return result.ok ? [] : result.problems.map(({ line, message }) => `${line}: ${message}`);
}

const fresh: NodeEntry = {
  name: 'node-c',
  address: 'c.corp.example',
  become: 'none',
  groups: ['edge', 'new'],
  labels: { site: 'south: 1' },
};

describe('a nodes file', () => {
  test('is read with its defaults', () => {
    expect(read(text).nodes).toEqual([
      {
        name: 'node-a',
        address: '192.0.2.10',
        port: 2222,
        user: 'core',
        identity: '~/.ssh/id_ed25519',
        become: 'none',
        groups: ['edge'],
        labels: { site: 'north' },
      },
      { name: 'node-b', address: '2001:db8::1', jump: 'node-a', become: 'sudo', groups: [], labels: {} },
    ]);
  });

  test('may be empty', () => {
    for (const content of ['', '# nothing\n', 'nodes:\n', newNodesText()])
      expect(read(content).nodes).toEqual([]);
  });

  test.each([
    ['nodes:\n  - name: a\n    address: -oProxyCommand=x\n', '3: "address" must be a host name'],
    ['nodes:\n  - name: a\n    address: "a b"\n', '3: "address" must be a host name'],
    ['nodes:\n  - name: a\n    address: $(reboot)\n', '3: "address" must be a host name'],
    ['nodes:\n  - name: a\n    address: a\n    user: -l\n', '4: "user" must be a login name'],
    ['nodes:\n  - name: a\n    address: a\n    port: 70000\n', '4: "port" must be from 1 to 65535'],
    ['nodes:\n  - name: a\n    address: a\n    jump: "-J x"\n', '4: "jump" must be the name of a node'],
    ['nodes:\n  - name: a\n    address: a\n    identity: key\n', '4: "identity" must be the path'],
    ['nodes:\n  - name: a\n    address: a\n    password: x\n', '4: a nodes file holds no password'],
    ['nodes:\n  - name: a\n    adress: a\n', '3: this mapping has an unknown key "adress"'],
    ['nodes:\n  - address: a\n', '2: this mapping has no "name"'],
    [
      'nodes:\n  - name: a\n    address: a\n    __proto__: {}\n',
      '4: this mapping has an unknown key "__proto__"',
    ],
    ['nodes:\n  - {name: a, address: a}\n  - {name: a, address: b}\n', '3: the name a is used twice'],
    [
      'nodes:\n  - {name: a, address: a, jump: b}\n  - {name: b, address: b, jump: a}\n',
      '2: the jumps of a lead in a circle',
    ],
    ['nodes: 1\n', '1: "nodes" must be a list'],
    ['version: 2\nnodes: []\n', '1: "version" must be 1'],
    ['nodez: []\n', '1: this mapping has an unknown key "nodez"'],
    ['nodes:\n  - name: "a\n', '3: '],
  ])('with a fault names its line: %j', (content, fault) => {
    expect(faults(content)[0]?.slice(0, fault.length)).toBe(fault);
  });

  test('names every faulty node at once', () => {
    expect(
      faults('nodes:\n  - {name: a}\n  - {name: b, address: b}\n  - {name: "c c", address: c}\n'),
    ).toHaveLength(2);
  });

  test('takes a node and gives it back byte for byte', () => {
    const more = withNodes(read(text), [fresh]);
    expect(more.startsWith(text)).toBe(true);
    expect(read(more).nodes[2]).toEqual(fresh);
    expect(withoutNode(read(more), 'node-c')).toBe(text);
  });

  test('takes many at once, in their order', () => {
    const names = Array.from({ length: 500 }, (_, index) => `n${index}`);
    const many = names.map((name) => ({ ...fresh, name }));
    for (const start of [text, 'nodes: []\n', 'nodes: [{name: x, address: x}]\n', ''])
      expect(
        read(withNodes(read(start), many))
          .nodes.slice(-500)
          .map(({ name }) => name),
      ).toEqual(names);
  });

  test('keeps comments and the other nodes when one is removed', () => {
    const less = withoutNode(read(text), 'node-b')!;
    expect(less).toContain('# our machines');
    expect(less).toContain('# the old rack');
    expect(read(less).nodes.map(({ name }) => name)).toEqual(['node-a']);
    expect(withoutNode(read(text), 'node-x')).toBeUndefined();
  });

  test('can start from nothing and become empty again', () => {
    for (const start of ['', '# mine\n', '# mine', 'nodes:\n', 'version: 1\n', newNodesText()]) {
      const one = withNodes(read(start), [fresh]);
      expect(one.startsWith(start.split('\n')[0]!)).toBe(true);
      expect(read(one).nodes).toEqual([fresh]);
      expect(read(withoutNode(read(one), 'node-c')!).nodes).toEqual([]);
    }
  });
});

describe('nodes', () => {
  test('are chosen by name and group, in the order of the file', () => {
    const { nodes } = read(text);
    const chosen = selectNodes(nodes, ['node-b', 'nowhere'], ['edge', 'none']);
    expect(chosen.nodes.map(({ name }) => name)).toEqual(['node-a', 'node-b']);
    expect(chosen.unknown).toEqual(['node nowhere', 'group none']);
  });

  test('are reached through hops that are written out', () => {
    const { nodes } = read(text);
    expect(addressOf(nodes[1]!, nodes)).toEqual({
      name: 'node-b',
      address: '2001:db8::1',
      jump: 'core@192.0.2.10:2222',
      hopIdentities: [{ host: '192.0.2.10', identity: '~/.ssh/id_ed25519' }],
      become: 'sudo',
    });
  });

  test('are reached with the hops and keys of their hops', () => {
    const { nodes } = read(
      'nodes:\n  - {name: a, address: a.example, jump: b}\n  - {name: b, address: "2001:db8::1", identity: ~/.ssh/b, jump: c}\n  - {name: c, address: c.example, identity: /keys/c, jump: me@outer.example}\n',
    );
    expect(addressOf(nodes[0]!, nodes)).toMatchObject({
      jump: 'me@outer.example,c.example,[2001:db8::1]',
      hopIdentities: [
        { host: 'c.example', identity: '/keys/c' },
        { host: '2001:db8::1', identity: '~/.ssh/b' },
      ],
    });
  });
});
