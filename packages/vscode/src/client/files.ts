import { FileType, Uri, workspace } from 'vscode';
import { filesIn, textOf } from '../workspace/given.ts';

/* Files for the language server, by way of the editor: it reaches virtual and remote folders, the server does not. */

/** What may be configuration, as the server asks for it. */
const wanted = /\.(?:conf|toml|json|ya?ml)$/;
const inDropIns = /(?:^|\/)registries(?:\.root(?:ful|less))?\.conf\.d$/;
/** Deep enough for any real tree; a loop of links ends here. */
const mostFolders = 500;
const skipped = /^(?:\.git|node_modules)$/;

/** URIs of files of a folder, or with `deep` of those below it too. */
export async function listFiles({
  folder,
  deep,
}: {
  readonly folder: string;
  readonly deep: boolean;
}): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting: Uri[] = [Uri.parse(folder, true)];
  for (let count = 0; count < mostFolders; count++) {
    const next = waiting.shift();
    if (next === undefined) break;
    const files = await filesIn(next, inDropIns.test(next.path) ? /./ : wanted);
    found.push(...files.map((uri) => uri.toString()));
    if (deep) waiting.push(...(await foldersIn(next)));
  }
  return found;
}

async function foldersIn(folder: Uri): Promise<readonly Uri[]> {
  try {
    const entries = await workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => (type & FileType.Directory) !== 0 && !skipped.test(name))
      .map(([name]) => Uri.joinPath(folder, name));
  } catch {
    return [];
  }
}

/** The stored text; null where there is none that can be read. */
export async function readFile({ uri }: { readonly uri: string }): Promise<string | null> {
  return (await textOf(Uri.parse(uri, true))) ?? null;
}
