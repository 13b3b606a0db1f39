import { detectDialect } from '../dialects/detect.ts';
import type { DialectId, Parsed } from '../dialects/document.ts';
import { isWorkload } from '../dialects/openshift/detect.ts';
import { readOpenShift } from '../dialects/openshift/read.ts';
import { isNodePolicyPath } from '../dialects/policy-json/detect.ts';
import { readPolicyJson } from '../dialects/policy-json/read.ts';
import { dialectByPath } from '../dialects/registries-conf/detect.ts';
import type { RegistriesConf } from '../dialects/registries-conf/model.ts';
import { readRegistriesConf, readShortNameCache } from '../dialects/registries-conf/read.ts';
import { readMirrorPolicy } from '../policy/read.ts';
import { type SourceText, sourceText } from '../text/source.ts';
import type { SnapshotFile } from './snapshot.ts';

/** A document, or why the file is not one of ours. */
export type ReadResult = { readonly document: Parsed } | { readonly skipped: string };

type Reader = (path: string, source: SourceText, earlier?: Parsed) => Parsed;

const readers: Readonly<Record<DialectId, Reader>> = {
  'registries-conf': (path, source, earlier) =>
    readRegistriesConf(
      path,
      source,
      earlier !== undefined && isRegistriesConf(earlier) ? earlier : undefined,
    ),
  'short-name-cache': readShortNameCache,
  'policy-json': readPolicyJson,
  'mirror-policy': readMirrorPolicy,
  openshift: readOpenShift,
};

function isRegistriesConf(document: Parsed): document is Parsed<RegistriesConf> {
  return document.dialect === 'registries-conf';
}

/**
 * Detects and parses one file. Never throws: a broken file gives a document with problems.
 * @param earlier the file before an edit; the result is the same without it.
 */
export function readDocument(path: string, text: string, earlier?: Parsed): ReadResult {
  const detection = detectDialect(path, text);
  if (detection.dialect === null) return { skipped: detection.reason };
  return { document: readers[detection.dialect](path, sourceText(text), earlier) };
}

/**
 * Reads a file of a node's file system: what stands in a reader's search path is what the reader takes it for,
 * whatever it holds.
 */
export function readNodeFile(path: string, text: string, earlier?: Parsed): ReadResult {
  const dialect = isNodePolicyPath(path) ? 'policy-json' : dialectByPath(path);
  return dialect === undefined
    ? readDocument(path, text, earlier)
    : { document: readers[dialect](path, sourceText(text), earlier) };
}

/** By themselves workloads are no configuration; beside the resources of a cluster their images matter. */
export function readWorkloads({ path, text }: SnapshotFile): Parsed | undefined {
  if (!/\.(?:ya?ml|json)$/.test(path) || !isWorkload(text)) return undefined;
  return readOpenShift(path, sourceText(text));
}
