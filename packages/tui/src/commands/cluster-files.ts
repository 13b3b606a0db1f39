import { join } from 'node:path';
import {
  impactOf,
  type NodeFile,
  operatedFiles,
  type Release,
  type Rendered,
  withoutPrivateKeys,
} from '@mirrorwright/core';
import { readRoot, readText } from '@mirrorwright/io';
import { unifiedDiff } from '../cli/diff.ts';
import { impactLine, listFiles, writeBelow } from '../cli/node-files.ts';
import { type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';

/** What the operator of a release writes to nodes. */
export interface ClusterFiles {
  readonly id: string;
  readonly release: Release;
  readonly rendered: Rendered;
  /** What it wrote before, where that is compared with. */
  readonly present?: Rendered;
}

type Texts = ReadonlyMap<string, string>;

/**
 * Prints, writes or compares, as the options say; answers whether that could be done. Certificates do not wait for the
 * rest: they reach nodes while the sync fails.
 */
export async function deliverClusterFiles(
  { id, release, rendered, present }: ClusterFiles,
  options: Options,
  streams: Streams,
): Promise<boolean> {
  const texts = new Map([...rendered.files, ...rendered.certificates.files]);
  const files = [...texts].map(([path, content]): NodeFile => ({ path, content, mode: 0o644 }));
  const out = stringOption(options, 'out');
  if (out !== undefined) return writeBelow(out, files, streams);
  const root = stringOption(options, 'root');
  if (root === undefined && present === undefined) {
    await streams.out(
      `# ${id}\n${files.length === 0 ? '# nothing: the files of the template stay\n' : listFiles(files)}`,
    );
    return true;
  }
  const before = root === undefined ? textsOf(present!) : await textsBelow(root, rendered, streams);
  if (before === undefined) return false;
  const comparable = rendered.error === undefined && (root !== undefined || present?.error === undefined);
  if (present?.error !== undefined)
    streams.err(`note: ${id}: the sync fails before the change: nodes have older files: ${present.error}\n`);
  const [old, now] = [before, textsOf(rendered)].map((state) =>
    comparable ? state : new Map([...state].filter(([path]) => isCertificate(path))),
  ) as [Texts, Texts];
  for (const impact of impactOf(old, now, release)) streams.err(`${impactLine(impact)}\n`);
  await streams.out(differences(old, now));
  return true;
}

function differences(old: Texts, now: Texts): string {
  const paths = [...new Set([...now.keys(), ...old.keys()])].filter(
    (path) => old.get(path) !== now.get(path),
  );
  return paths.map((path) => unifiedDiff(path, old.get(path) ?? null, now.get(path) ?? '')).join('');
}

function textsOf({ files, certificates }: Rendered): Texts {
  return new Map([...operatedFiles(files), ...certificates.files]);
}

function isCertificate(path: string): boolean {
  return path.startsWith('/etc/docker/certs.d/');
}

/** What a node has of the files that the operator has a say in. Certificates of other origin are not among them. */
async function textsBelow(root: string, rendered: Rendered, streams: Streams): Promise<Texts | undefined> {
  const found = await readRoot(root);
  if (!found.ok) {
    streams.err(`mirrorwright: ${root} ${found.reason}\n`);
    return undefined;
  }
  const texts = new Map(
    operatedFiles(new Map(found.snapshot.files.map(({ path, text }) => [`/${path}`, text]))),
  );
  for (const path of rendered.certificates.files.keys()) {
    const read = await readText(join(root, path));
    if (read.ok) texts.set(path, withoutPrivateKeys(read.text));
  }
  return texts;
}
