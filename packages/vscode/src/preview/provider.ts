import { neutralize, parseAnyTarget } from '@mirrorwright/core';
import { type Disposable, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import { onFilesChange } from '../workspace/changes.ts';
import { type Given, givenWith } from '../workspace/given.ts';
import { isFolder, type NodeRoot, readRoot, rootFor } from '../workspace/root.ts';
import { addressOf, type PreviewAddress, partsOf, previewScheme } from './address.ts';
import { contentOf, type MadePreview } from './content.ts';
import { previewNode } from './preview.ts';

/** What a preview is of. */
export type PreviewSubject = Pick<PreviewAddress, 'source' | 'target' | 'root'>;

/** The read-only documents of previews. They follow what is typed in the documents they are made of. */
export interface Previews extends Disposable {
  /** Of the files as they are now, for those that are shown already too. */
  makeAnew(subject: PreviewSubject): Promise<MadePreview>;
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
  const later = (): void => {
    made.clear();
    clearTimeout(timer);
    timer = setTimeout(refresh, quietMs);
  };
  const disposables = [
    workspace.registerTextDocumentContentProvider(previewScheme, provider),
    onFilesChange(later),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('mirrorwright')) refresh();
    }),
    workspace.onDidGrantWorkspaceTrust(refresh),
    changes,
  ];
  return {
    makeAnew: (subject) => {
      // a folder outside of the workspace is not watched
      refresh();
      return make(subject);
    },
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
  const preview = previewNode({ files: given.files, target: parsed.target, current });
  const missing = chosen !== undefined && !(await isFolder(chosen.uri));
  return {
    preview: missing ? { ...preview, notes: [noFolder(chosen), ...preview.notes] } : preview,
    there: new Map((current ?? []).map(({ path, text }) => [`/${path}`, text])),
    comparedWith:
      chosen?.name ?? (parsed.target.openshift === undefined ? 'a node without any' : 'a new node'),
  };
}

function noFolder({ name }: NodeRoot): string {
  return neutralize(
    `${name} is no folder: every file counts as new; see the setting mirrorwright.previewRoot`,
  );
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
  const preview = { target, changed: [], unchanged: [], losses: [], notes: [], problems: [problem] };
  return { preview, comparedWith: 'nothing', there: new Map() };
}
