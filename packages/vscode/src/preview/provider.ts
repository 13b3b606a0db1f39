import { parseAnyTarget } from '@mirrorwright/core';
import { type Disposable, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import { type Given, givenWith } from '../workspace/given.ts';
import { type NodeRoot, readRoot, rootFor } from '../workspace/root.ts';
import { addressOf, type PreviewAddress, partsOf, previewScheme } from './address.ts';
import { type NodePreview, previewNode } from './preview.ts';
import { summaryOf } from './summary.ts';

/** What a preview is of. */
export type PreviewSubject = Pick<PreviewAddress, 'source' | 'target' | 'root'>;

export interface MadePreview {
  readonly preview: NodePreview;
  /** What it was compared with, in words. */
  readonly comparedWith: string;
}

/** The read-only documents of previews. They follow what is typed in the documents they are made of. */
export interface Previews extends Disposable {
  make(subject: PreviewSubject): Promise<MadePreview>;
  uri(address: PreviewAddress): Uri;
}

/** How long nobody may type before a preview is made anew. */
const quietMs = 150;

export function registerPreviews(): Previews {
  const changes = new EventEmitter<Uri>();
  const made = new Map<string, Promise<MadePreview>>();
  const make = (subject: PreviewSubject): Promise<MadePreview> => {
    const key = JSON.stringify([subject.source, subject.target, subject.root]);
    const known = made.get(key) ?? makePreview(subject);
    made.set(key, known);
    return known;
  };
  const provider: TextDocumentContentProvider = {
    onDidChange: changes.event,
    provideTextDocumentContent: async (uri) => {
      const address = addressOf(uri);
      return address === undefined ? '' : contentOf(address, await make(address));
    },
  };
  const refresh = (): void => {
    made.clear();
    for (const { uri } of workspace.textDocuments) if (uri.scheme === previewScheme) changes.fire(uri);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (uri: Uri): void => {
    if (uri.scheme === previewScheme) return;
    made.clear();
    clearTimeout(timer);
    timer = setTimeout(refresh, quietMs);
  };
  const disposables = [
    workspace.registerTextDocumentContentProvider(previewScheme, provider),
    workspace.onDidChangeTextDocument(({ document }) => later(document.uri)),
    workspace.onDidSaveTextDocument(({ uri }) => later(uri)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('mirrorwright')) refresh();
    }),
    workspace.onDidGrantWorkspaceTrust(refresh),
    changes,
  ];
  return {
    make,
    uri: (address) => Uri.from({ scheme: previewScheme, ...partsOf(address) }),
    dispose: () => {
      clearTimeout(timer);
      for (const each of disposables) each.dispose();
    },
  };
}

async function makePreview({ source, target, root }: PreviewSubject): Promise<MadePreview> {
  const uri = Uri.parse(source, true);
  const parsed = parseAnyTarget(target);
  if (!parsed.ok) return failed(target, parsed.message);
  const given = await readGiven(uri);
  if (given === undefined) return failed(target, `${workspace.asRelativePath(uri)} is not there any more`);
  const chosen = root === undefined ? await rootFor(uri) : namedRoot(root);
  const current = chosen === undefined ? undefined : await readRoot(chosen.uri);
  return {
    preview: previewNode({ files: given.files, target: parsed.target, current }),
    comparedWith:
      chosen?.name ?? (parsed.target.openshift === undefined ? 'a node without any' : 'a new node'),
  };
}

function namedRoot(root: string): NodeRoot | undefined {
  if (root === '') return undefined;
  const uri = Uri.parse(root, true);
  return { uri, name: uri.path };
}

async function readGiven(uri: Uri): Promise<Given | undefined> {
  try {
    return await givenWith(await workspace.openTextDocument(uri));
  } catch {
    return undefined;
  }
}

function failed(target: string, problem: string): MadePreview {
  const preview = { target, changed: [], unchanged: 0, losses: [], notes: [], problems: [problem] };
  return { preview, comparedWith: 'nothing' };
}

function contentOf({ side, path }: PreviewAddress, { preview, comparedWith }: MadePreview): string {
  if (side === 'summary') return summaryOf(preview, comparedWith);
  return preview.changed.find((file) => file.path === path)?.[side] ?? '';
}
