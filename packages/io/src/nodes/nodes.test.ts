import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NodeEntry } from '@mirrorwright/core';
import { describe, expect, test } from 'vitest';
import { addNodes, readNodesFile, removeNode } from './file.ts';
import { importInventory, importSshNames } from './import.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(tmpdir(), 'mirrorwright-nodes-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), text);
  }
  return made;
}

const node = (name: string): NodeEntry => ({ name, address: name, become: 'none', groups: [], labels: {} });

describe('a nodes file', () => {
  test('is made, added to and removed from, and its comments survive', async () => {
    const path = join(folder({}), 'mirrorwright-nodes.yaml');
    expect(await readNodesFile(path)).toMatchObject({ ok: false, missing: true });
    expect(await addNodes(path, [node('a'), node('b')])).toEqual({ ok: true });
    writeFileSync(path, `# mine\n${readFileSync(path, 'utf8')}`);
    expect(await addNodes(path, [node('c')])).toEqual({ ok: true });
    expect(await removeNode(path, 'b')).toEqual({ ok: true });
    const read = await readNodesFile(path);
    expect(read.ok && read.document.nodes.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(readFileSync(path, 'utf8')).toMatch(/^# mine\n/);
  });

  test('is not touched by a node that does not fit', async () => {
    const path = join(folder({ 'n.yaml': 'nodes: [{name: a, address: a}]\n' }), 'n.yaml');
    expect(await addNodes(path, [node('b'), node('a')])).toMatchObject({ ok: false });
    expect(await removeNode(path, 'x')).toMatchObject({ ok: false });
    expect(readFileSync(path, 'utf8')).toBe('nodes: [{name: a, address: a}]\n');
  });

  test('with a fault is not used, and the line is named', async () => {
    const path = join(folder({ 'n.yaml': 'nodes:\n  - name: a\n' }), 'n.yaml');
    expect(await readNodesFile(path)).toEqual({
      ok: false,
      missing: false,
      messages: [`${path}:2 this mapping has no "address"`],
    });
    expect(await addNodes(path, [node('b')])).toMatchObject({ ok: false });
  });
});

describe('names of ssh', () => {
  test('are followed through Include, in circles too', async () => {
    const at = folder({
      config: 'Include conf.d/*\nInclude missing\nHost a\n',
      'conf.d/1': 'Host b\nInclude ../config\n',
      'conf.d/2': 'Host c *\n',
    });
    const found = await importSshNames(join(at, 'config'));
    expect(found.ok && found.nodes.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c']);
    expect(found.ok && found.skipped.join('\n')).toContain('missing does not exist');
    expect(await importSshNames(join(at, 'none'))).toMatchObject({ ok: false });
  });
});

describe('an inventory', () => {
  test('that is executable is never run', async () => {
    const at = folder({ inv: '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n' });
    chmodSync(join(at, 'inv'), 0o755);
    expect(await importInventory(join(at, 'inv'))).toMatchObject({ ok: false });
    chmodSync(join(at, 'inv'), 0o644);
    expect(await importInventory(join(at, 'inv'))).toMatchObject({ ok: true, nodes: [] });
    expect(existsSync(join(at, 'ran'))).toBe(false);
  });

  test('is read', async () => {
    const at = folder({ 'hosts.ini': '[web]\na ansible_password=x\n' });
    const found = await importInventory(join(at, 'hosts.ini'));
    expect(found.ok && found.nodes.map(({ name, groups }) => [name, groups])).toEqual([['a', ['web']]]);
    expect(found.ok && found.skipped[0]).toContain('hosts.ini:2 ansible_password');
  });
});
