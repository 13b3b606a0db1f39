import type { Parsed } from '../dialects/document.ts';
import type { Located } from '../model/provenance.ts';
import type { Entry, SyntaxTree, ValueNode } from '../syntax/tree.ts';
import { parseYaml } from '../syntax/yaml.ts';
import type { SourceText } from '../text/source.ts';
import {
  type Bound,
  bindMapping,
  booleanOf,
  hasType,
  isNull,
  join,
  quoted,
  type Reading,
  textOf,
} from './bind.ts';
import { mirrorFields, type PolicyFields, policyFields, upstreamFields } from './fields.ts';
import type { MirrorPolicy, PolicyList, PolicyMirror, Upstream } from './model.ts';

/** Reads a mirror policy. Never fails: whatever could not be understood is in `problems`, with its place. */
export function readMirrorPolicy(path: string, source: SourceText): Parsed<MirrorPolicy> {
  const tree = parseYaml(source);
  return { path, dialect: 'mirror-policy', source, tree, model: policyOf(tree) };
}

function policyOf(tree: SyntaxTree): MirrorPolicy {
  const reading: Reading = { tree, problems: [] };
  const root: ValueNode = isNull(tree.root)
    ? { kind: 'table', style: 'block', entries: [], span: tree.root.span }
    : tree.root;
  const bound = bindMapping(reading, root, policyFields, '');
  for (const document of tree.documents.slice(1)) {
    reading.problems.push({
      kind: 'bad-value',
      field: '',
      message: 'A mirror policy is one YAML document; what follows the second --- is not read',
      span: { start: document.span.start, end: Math.min(document.span.end, document.span.start + 1) },
    });
  }
  const version = textOf(bound.get('version'));
  const model = {
    ...(version === undefined ? {} : { version: { ...version, value: Number(version.value) } }),
    targets: listOf(reading, bound, 'targets')?.items ?? [],
    upstreams: objectsOf(reading, bound.get('upstreams'), upstreamFields, 'upstreams').map((item) =>
      upstreamOf(reading, item),
    ),
    ...lists(reading, bound),
    ...texts(bound, ['shortNames', 'layerStoreAuthHelper']),
    aliases: namesOf(reading, bound.get('aliases'), 'aliases', true),
    cas: namesOf(reading, bound.get('cas'), 'cas', false).map(({ name, value }) => ({ name, path: value })),
    problems: reading.problems,
  };
  reading.problems.sort((a, b) => a.span.start - b.span.start);
  return model as MirrorPolicy;
}

/** An item of a list of mappings, bound to its keys. */
interface Item {
  readonly node: ValueNode;
  readonly bound: Bound;
  readonly path: string;
}

function upstreamOf(reading: Reading, { node, bound, path }: Item): Upstream {
  const mirrors = objectsOf(reading, bound.get('mirrors'), mirrorFields, join(path, 'mirrors'));
  const insecure = booleanOf(bound.get('insecure'));
  const fields = {
    ...texts(bound, ['registry', 'location', 'fallback', 'pull']),
    ...(insecure === undefined ? {} : { insecure }),
    mirrors: mirrors.map(mirrorOf),
    span: node.span,
  };
  return fields as Upstream;
}

function mirrorOf({ node, bound }: Item): PolicyMirror {
  const insecure = booleanOf(bound.get('insecure'));
  const fields = {
    ...texts(bound, ['location', 'style', 'project', 'pull', 'ca']),
    ...(insecure === undefined ? {} : { insecure }),
    span: node.span,
  };
  return fields as PolicyMirror;
}

/** The keys that are there; whether their values are among the choices was checked when they were bound. */
function texts(bound: Bound, keys: readonly string[]): Readonly<Record<string, Located<string>>> {
  const found: Record<string, Located<string>> = {};
  for (const key of keys) {
    const text = textOf(bound.get(key));
    if (text !== undefined) found[key] = text;
  }
  return found;
}

const listKeys = ['insecure', 'blocked', 'allowed', 'rejected', 'search', 'credentialHelpers'] as const;

function lists(reading: Reading, bound: Bound): Readonly<Record<string, PolicyList>> {
  const found: Record<string, PolicyList> = {};
  for (const key of listKeys) {
    const list = listOf(reading, bound, key);
    if (list !== undefined) found[key] = list;
  }
  return found;
}

function listOf(reading: Reading, bound: Bound, key: string): PolicyList | undefined {
  const entry = bound.get(key);
  const type = policyFields.get(key)?.type;
  if (entry?.value.kind !== 'array' || type?.kind !== 'list') return undefined;
  const items: Located<string>[] = [];
  entry.value.items.forEach((node, index) => {
    if (!hasType(reading, node, type.item, `${key}[${index}]`) || node.kind !== 'scalar') return;
    items.push({ value: String(node.value), span: node.span });
  });
  return { items, span: entry.value.span, keySpan: entry.keySpan };
}

function objectsOf(
  reading: Reading,
  entry: Entry | undefined,
  fields: PolicyFields,
  path: string,
): readonly Item[] {
  if (entry?.value.kind !== 'array') return [];
  return entry.value.items.map((node, index) => {
    const at = `${path}[${index}]`;
    return { node, bound: bindMapping(reading, node, fields, at), path: at };
  });
}

interface NamedText {
  readonly name: Located<string>;
  readonly value: Located<string>;
}

function namesOf(
  reading: Reading,
  entry: Entry | undefined,
  path: string,
  mayBeEmpty: boolean,
): readonly NamedText[] {
  if (entry?.value.kind !== 'table') return [];
  const found = new Map<string, NamedText>();
  for (const { key, keySpan, value } of entry.value.entries) {
    const at = `${path}[${quoted(key)}]`;
    if (!hasType(reading, value, { kind: 'text', example: '', ...(mayBeEmpty ? { mayBeEmpty } : {}) }, at))
      continue;
    if (value.kind !== 'scalar' || found.has(key)) continue;
    found.set(key, {
      name: { value: key, span: keySpan, keySpan },
      value: { value: String(value.value), span: value.span, keySpan },
    });
  }
  return [...found.values()];
}
