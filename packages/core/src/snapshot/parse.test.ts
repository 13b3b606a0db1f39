import { describe, expect, it } from 'vitest';
import { targetNamed } from '../testing/node.ts';
import type { NodeView } from './node.ts';
import { createNode, type ParsedSnapshot, parseSnapshot } from './parse.ts';
import { rootUser } from './snapshot.ts';

const mainFile = 'etc/containers/registries.conf';
const folder = 'etc/containers/registries.conf.d';
const podman = targetNamed('podman@5.8');

function parsed(
  files: Readonly<Record<string, string>>,
  rooted: boolean,
  unreadable: readonly string[] = [],
): ParsedSnapshot {
  return parseSnapshot({
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    rooted,
    user: rootUser,
    unreadable: unreadable.map((path) => ({ path, reason: 'permission denied' })),
  });
}

function rolesOf(node: NodeView): readonly string[] {
  return node.config().files.map(({ path, role }) => `${role} ${path}`);
}

describe('files given by hand', () => {
  it('are all read, the main file first, then drop-ins, then the cache', () => {
    const snapshot = parsed(
      {
        'a/registries.conf.d/20-x.conf': '',
        'short-name-aliases.conf': '[aliases]\n',
        'b/registries.rootless.conf.d/10-y.conf': '',
        'mine.conf': '[[registry]]\nlocation = "a.example"\n',
      },
      false,
    );
    expect(rolesOf(createNode(snapshot, podman))).toEqual([
      'main mine.conf',
      'drop-in a/registries.conf.d/20-x.conf',
      'drop-in b/registries.rootless.conf.d/10-y.conf',
      'short-name-cache short-name-aliases.conf',
    ]);
  });

  it('that are none of ours are left out, with a reason', () => {
    const { documents, skipped } = parsed(
      { 'deploy.yaml': 'kind: Deployment\n', 'registries.conf': '' },
      false,
    );
    expect(documents.map(({ path }) => path)).toEqual(['registries.conf']);
    expect(skipped).toEqual([{ path: 'deploy.yaml', reason: expect.stringMatching(/./) }]);
  });
});

describe('files of a file system', () => {
  it('are read where the reader looks, whatever they hold', () => {
    const node = createNode(parsed({ [mainFile]: 'server { listen 80; }\n' }, true), podman);
    expect(rolesOf(node)).toEqual([`main ${mainFile}`]);
    expect(node.config().loadErrors.map(({ condition }) => condition)).toContain('B1');
  });

  it('that are not read are told, with the reason', () => {
    const files = { [mainFile]: '', [`${folder}/a.conf.bak`]: '', [`${folder}/sub/b.conf`]: '' };
    expect(createNode(parsed(files, true), podman).config().notRead).toEqual([
      { path: `${folder}/a.conf.bak`, reason: 'only names that end in .conf are read' },
      { path: `${folder}/sub/b.conf`, reason: 'sub-directories are not read' },
    ]);
  });

  it('that cannot be read are an error where the reader opens them, and only there', () => {
    const node = createNode(parsed({}, true, [`${folder}/10-x.conf`, `${folder}/y.bak`]), podman);
    expect(node.config().loadErrors).toMatchObject([
      { condition: 'B20', origin: { path: `${folder}/10-x.conf` } },
    ]);
    expect(node.config().loadErrors[0]!.message).toContain('permission denied');
  });

  it('may be none: the configuration is empty', () => {
    const config = createNode(parsed({}, true), podman).config();
    expect(config).toMatchObject({ files: [], registries: [], loadErrors: [], shortNameMode: 'permissive' });
  });
});

describe('the view of a target', () => {
  const snapshot = parsed({ [mainFile]: '[[registry]]\nlocation = "a.example"\n' }, true);

  it('is made once, and its configuration too', () => {
    const node = createNode(snapshot, podman);
    expect(createNode(snapshot, targetNamed('podman@5.8'))).toBe(node);
    expect(node.config()).toBe(node.config());
    expect(createNode(snapshot, targetNamed('podman@6.0'))).not.toBe(node);
  });

  it('binds lists as the decoder of that target does', () => {
    const list = (text: string): string => `unqualified-search-registries = ["${text}"]\n`;
    const twice = parsed({ [mainFile]: list('a.example') + list('b.example') }, true);
    const values = createNode(twice, targetNamed('skopeo@1.9.3')).config().searchRegistries?.values;
    expect(values).toEqual(['b.example']);
  });
});
