import { type TextDocument, Uri, window, workspace } from 'vscode';
import { dialectOf } from '../stub/recognise.ts';

/** The document a command is for: the one it names, else the one in front. What is none of ours is left out. */
export async function documentFor(
  argument: unknown,
  wanted: (dialect: string) => boolean = () => true,
): Promise<TextDocument | undefined> {
  const uri = uriOf(argument);
  const document =
    uri === undefined ? window.activeTextEditor?.document : await workspace.openTextDocument(uri);
  const dialect = document === undefined ? undefined : dialectOf(document);
  return dialect !== undefined && wanted(dialect) ? document : undefined;
}

function uriOf(argument: unknown): Uri | undefined {
  if (argument instanceof Uri) return argument;
  return typeof argument === 'string' ? Uri.parse(argument, true) : undefined;
}
