import fc from 'fast-check';
import { expect, it } from 'vitest';
import type {
  Diagnostic,
  ProtocolConnection,
  PublishDiagnosticsParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver-protocol';
import { inMemory } from './testing/in-memory.ts';

/*
 * Whatever a server went through, it says what a fresh one says of the same state. Files of two nodes and a cluster, open and
 * on disk, come and go in any order, with and without waiting for answers in between.
 */

const paths = [
  'etc/containers/registries.conf',
  'etc/containers/registries.conf.d/10-a.conf',
  'etc/containers/registries.conf.d/20-b.conf',
  'etc/containers/policy.json',
  'other/registries.conf',
  'cluster/a.yaml',
  'cluster/b.yaml',
  'mirror-policy.yaml',
  'etc/mirrorwright.toml',
];
const top = 'file:///w';
const uris = paths.map((path) => `${top}/${path}`);
const allFolders = [top, `${top}/etc`, `${top}/cluster`];

const conf = (name: string): string =>
  `[[registry]]\nprefix = "${name}"\nlocation = "https://m.example"\nx = 1\n[[registry.mirror]]\nlocation = "m.example/${name}"\n`;
const idms = (name: string): string =>
  `apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata:\n  name: ${name}\nspec:\n  imageDigestMirrors:\n  - source: quay.io/a\n    mirrors: [m.example/${name}]\n`;
const textsFor = (path: string): readonly string[] => {
  if (path.endsWith('.conf')) return [conf('quay.io'), conf('docker.io'), '[[registry]\n', ''];
  if (path.endsWith('.json'))
    return ['{"default": [{"type": "insecureAcceptAnything"}]}\n', '{"default": 1}', ''];
  if (path.startsWith('cluster')) return [idms('a'), idms('b'), 'kind: Pod\n', ''];
  if (path.endsWith('.toml'))
    return [
      '[rules]\nunknown-key = "off"\n',
      '[[ignore]]\npaths = ["containers/*.json"]\nreason = "a lab"\n',
      '[rules]\nMW2 = "off"\n',
    ];
  return ['version: 1\nupstreams:\n  - registry: docker.io\nsearch: [docker.io, quay.io]\n', 'version: 2\n'];
};

interface State {
  readonly disk: Map<string, string>;
  /** In the order in which they were opened. */
  readonly open: Map<string, { text: string; version: number }>;
  folders: readonly string[];
  settings: object;
}

type Step =
  | { readonly kind: 'write' | 'open' | 'change'; readonly file: number; readonly text: number }
  | { readonly kind: 'remove' | 'save' | 'close' | 'ask'; readonly file: number }
  | { readonly kind: 'remove-folder' }
  | { readonly kind: 'folders'; readonly which: readonly string[] }
  | { readonly kind: 'settings'; readonly settings: object };

const file = fc.nat(paths.length - 1);
/** What is there when the server starts: the text of each file on disk, and which of them are opened first. */
const beginning = fc.record({
  texts: fc.tuple(...paths.map(() => fc.option(fc.nat(3)))),
  opened: fc.subarray(paths.map((_, index) => index)),
});
type Beginning = typeof beginning extends fc.Arbitrary<infer T> ? T : never;

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('write' as const, 'open' as const, 'open' as const, 'change' as const),
      file,
      text: fc.nat(3),
    }),
    fc.record({
      kind: fc.constantFrom('remove' as const, 'save' as const, 'close' as const, 'ask' as const),
      file,
    }),
    fc.constant({ kind: 'remove-folder' as const }),
    fc.record({ kind: fc.constant('folders' as const), which: fc.subarray(allFolders) }),
    fc.record({
      kind: fc.constant('settings' as const),
      settings: fc.constantFrom(
        {},
        { targets: ['podman@5.4', 'openshift@4.16'] },
        { servedByOthers: ['toml', 'yaml'], codeLens: false, inlayHints: false },
      ),
    }),
  ),
  { minLength: 1, maxLength: 25 },
);

const languageOf = (uri: string): string => (/\.(?:conf|toml)$/.test(uri) ? 'toml' : uri.split('.').at(-1)!);

function didOpen(one: ProtocolConnection, uri: string, { text, version }: { text: string; version: number }) {
  const textDocument = { uri, languageId: languageOf(uri), version, text };
  return one.sendNotification('textDocument/didOpen', { textDocument });
}

/** Does a step to the state, and tells the server of it as a client would. */
async function take(step: Step, state: State, one: ProtocolConnection): Promise<void> {
  const { disk } = state;
  if (step.kind === 'settings') {
    state.settings = step.settings;
    const settings = { mirrorwright: { debounce: 0, ...step.settings } };
    return one.sendNotification('workspace/didChangeConfiguration', { settings });
  }
  if (step.kind === 'folders') {
    const removed = state.folders.filter((uri) => !step.which.includes(uri));
    const kept = state.folders.filter((uri) => step.which.includes(uri));
    const added = step.which.filter((uri) => !state.folders.includes(uri));
    state.folders = [...kept, ...added];
    const named = (list: readonly string[]) => list.map((uri) => ({ uri, name: uri }));
    return one.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: named(added), removed: named(removed) },
    });
  }
  if (step.kind === 'remove-folder') {
    const folder = `${top}/etc/containers/registries.conf.d`;
    for (const uri of disk.keys()) if (uri.startsWith(`${folder}/`)) disk.delete(uri);
    return watched(one, folder, 3);
  }
  return takeFile(step, uris[step.file]!, state, one);
}

function watched(one: ProtocolConnection, uri: string, type: number): Promise<void> {
  return one.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
}

async function takeFile(
  step: Extract<Step, { file: number }>,
  uri: string,
  { disk, open }: State,
  one: ProtocolConnection,
): Promise<void> {
  const texts = textsFor(paths[step.file]!);
  const text = 'text' in step ? texts[step.text % texts.length]! : '';
  const shown = open.get(uri);
  if (step.kind === 'write') {
    disk.set(uri, text);
    return watched(one, uri, 1);
  }
  if (step.kind === 'remove') {
    disk.delete(uri);
    return watched(one, uri, 3);
  }
  if (step.kind === 'open' && shown === undefined) {
    const opened = { text, version: 1 };
    open.set(uri, opened);
    return didOpen(one, uri, opened);
  }
  if (shown === undefined) return;
  const textDocument = { uri, version: shown.version + 1 };
  if (step.kind === 'change') {
    open.set(uri, { text, version: textDocument.version });
    return one.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  }
  if (step.kind === 'save') {
    // the client that watches nothing tells no more than this
    disk.set(uri, shown.text);
    return one.sendNotification('textDocument/didSave', { textDocument });
  }
  if (step.kind === 'close') {
    open.delete(uri);
    return one.sendNotification('textDocument/didClose', { textDocument });
  }
  void one.sendRequest('textDocument/codeLens', { textDocument }).catch(() => undefined);
}

async function answers(one: ProtocolConnection, { open }: State): Promise<unknown> {
  const { items } = await one.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [],
  });
  const found = items.map((item) => [item.uri, 'items' in item ? item.items : 'unchanged'] as const);
  const others: unknown[] = [];
  for (const uri of open.keys()) {
    const textDocument = { uri };
    const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
    const position = { line: 1, character: 14 };
    for (const [method, params] of [
      ['diagnostic', {}],
      ['codeLens', {}],
      ['inlayHint', { range }],
      ['documentSymbol', {}],
      ['codeAction', { range, context: { diagnostics: [] } }],
      ['hover', { position }],
      ['definition', { position }],
      ['references', { position, context: { includeDeclaration: true } }],
      ['completion', { position }],
    ] as const) {
      const result = await one.sendRequest<unknown>(`textDocument/${method}`, { textDocument, ...params });
      others.push([uri, method, withoutId(result)]);
    }
  }
  return { found: Object.fromEntries(found), others };
}

function withoutId(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'resultId' in result
    ? { ...result, resultId: '' }
    : result;
}

const pulls = { textDocument: { diagnostic: {} }, workspace: { workspaceFolders: true } };
const pushes = { workspace: { workspaceFolders: true } };

async function through(list: readonly Step[], one: ProtocolConnection, state: State): Promise<void> {
  for (const [uri, opened] of state.open) await didOpen(one, uri, opened);
  for (const [index, step] of list.entries()) {
    await take(step, state, one);
    if (index % 4 === 3) await one.sendRequest('workspace/diagnostic', { previousResultIds: [] });
  }
}

function stateOf({ texts, opened }: Beginning): State {
  const textOf = (index: number): string => {
    const known = textsFor(paths[index]!);
    return known[(texts[index] ?? 0) % known.length]!;
  };
  return {
    disk: new Map(uris.flatMap((uri, index) => (texts[index] === null ? [] : [[uri, textOf(index)]]))),
    open: new Map(opened.map((index) => [uris[index]!, { text: textOf(index), version: 1 }])),
    folders: [top],
    settings: {},
  };
}

async function fresh(state: State): Promise<ProtocolConnection> {
  const { disk, open, folders, settings } = state;
  const one = await inMemory({ disk, folders, capabilities: pulls, options: { settings } });
  for (const [uri, opened] of open) await didOpen(one, uri, opened);
  return one;
}

const slowly = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('what is asked after any course is what a fresh server answers', async () => {
  await fc.assert(
    fc.asyncProperty(beginning, steps, async (begun, list) => {
      const state = stateOf(begun);
      const { disk, folders } = state;
      const one = await inMemory({ disk, folders, capabilities: pulls, before: slowly });
      await through(list, one, state);
      const other = await fresh(state);
      expect(await answers(one, state)).toEqual(await answers(other, state));
      one.dispose();
      other.dispose();
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('what was told after any course is what a fresh server answers, each file once', async () => {
  await fc.assert(
    fc.asyncProperty(beginning, steps, async (begun, list) => {
      const state = stateOf(begun);
      const { disk, folders } = state;
      const told = new Map<string, readonly Diagnostic[]>();
      const one = await inMemory({
        disk,
        folders,
        capabilities: pushes,
        before: slowly,
        prepare: (client) =>
          client.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
            told.set(params.uri, params.diagnostics);
          }),
      });
      await through(list, one, state);
      const other = await fresh(state);
      const { found } = (await answers(other, state)) as { found: Record<string, readonly Diagnostic[]> };
      const shown = (all: Iterable<readonly [string, readonly Diagnostic[]]>) =>
        Object.fromEntries([...all].filter(([, items]) => items.length > 0));
      await expect
        .poll(() => shown(told), { interval: 2, timeout: 1000 })
        .toEqual(shown(Object.entries(found)));
      one.dispose();
      other.dispose();
    }),
    { numRuns: 60 },
  );
}, 120_000);
