import {
  type NodeEntry,
  type NodesDocument,
  newNodesText,
  readNodes,
  withNodes,
  withoutNode,
} from '@mirrorwright/core';
import { readText } from '../local-files/read-text.ts';
import { writeAtomic } from '../write/atomic.ts';

export type NodesFileResult =
  | { readonly ok: true; readonly document: NodesDocument }
  /** Lines for a person, each with file, line and fault. */
  | { readonly ok: false; readonly missing: boolean; readonly messages: readonly string[] };

/** Reads a nodes file. A file with any fault is not used. */
export async function readNodesFile(path: string): Promise<NodesFileResult> {
  const read = await readText(path);
  if (!read.ok) return { ok: false, missing: read.kind === 'missing', messages: [`${path} ${read.reason}`] };
  const result = readNodes(path, read.text);
  if (result.ok) return result;
  return {
    ok: false,
    missing: false,
    messages: result.problems.map(({ line, message }) => `${path}:${line} ${message}`),
  };
}

export type ChangeResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly messages: readonly string[] };

/** Adds nodes at the end of the file, making it where there is none. Comments and order stay. */
export async function addNodes(path: string, nodes: readonly NodeEntry[]): Promise<ChangeResult> {
  const read = await readNodesFile(path);
  if (!read.ok && !read.missing) return read;
  const before = read.ok ? read.document.source.text : null;
  const now = readNodes(path, before ?? newNodesText());
  if (!now.ok) return faultsOf(path, now.problems);
  const text = withNodes(now.document, nodes);
  // also the fault that a new node brings, such as a name used twice
  const after = readNodes(path, text);
  if (!after.ok) return faultsOf(path, after.problems);
  return write(path, before, text);
}

/** Removes a node with its comments. */
export async function removeNode(path: string, name: string): Promise<ChangeResult> {
  const read = await readNodesFile(path);
  if (!read.ok) return read;
  const text = withoutNode(read.document, name);
  if (text === undefined) return { ok: false, messages: [`${path} has no node ${name}`] };
  const after = readNodes(path, text);
  return after.ok ? write(path, read.document.source.text, text) : faultsOf(path, after.problems);
}

function faultsOf(
  path: string,
  problems: readonly { readonly line: number; readonly message: string }[],
): ChangeResult {
  return { ok: false, messages: problems.map(({ message }) => `${path}: ${message}; nothing was written`) };
}

async function write(path: string, expected: string | null, content: string): Promise<ChangeResult> {
  const written = await writeAtomic({ path, content, expected });
  return written.ok ? { ok: true } : { ok: false, messages: [`${path} ${written.reason}`] };
}
