import {
  checked,
  choice,
  type Decoder,
  decode,
  integer,
  list,
  mapping,
  record,
  text,
} from '../syntax/decode.ts';
import { entryOf, type ValueNode } from '../syntax/tree.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { type SourceText, sourceText } from '../text/source.ts';
import type { NodeEntry, NodesDocument, NodesProblem } from './model.ts';
import { isHop, isHost, isKeyPath, isNodeName, isUser } from './names.ts';

const most = 10_000;
const name = checked(isNodeName, 'letters, digits, dots, hyphens and underscores, at most 63');
const label = text(256, /^[^\u0000-\u001f\u007f]*$/, 'one line of text');

const entry = record(
  { name, address: checked(isHost, 'a host name or an IP address') },
  {
    port: integer(1, 65535),
    user: checked(isUser, 'a login name'),
    identity: checked(isKeyPath, 'the path of a key, absolute or starting with ~/'),
    jump: checked(isHop, 'the name of a node, or a host as [user@]host[:port]'),
    become: choice('none', 'sudo'),
    groups: list(name, 100),
    labels: mapping(isNodeName, label, 100),
  },
);

const machine: Decoder<NodeEntry> = (node, at) => {
  const { become = 'none', groups = [], labels = {}, ...rest } = entry(node, at);
  return { ...rest, become, groups, labels } as NodeEntry;
};

export type NodesResult =
  | { readonly ok: true; readonly document: NodesDocument }
  | { readonly ok: false; readonly problems: readonly NodesProblem[] };

/** Reads a nodes file. Every faulty node is named with its line; a file with a fault is not used at all. */
export function readNodes(path: string, content: string): NodesResult {
  const source = sourceText(content);
  const tree = parseYaml(source);
  const problems: NodesProblem[] = tree.problems.map(({ message, span }) => ({
    line: source.position(span.start).line,
    message,
  }));
  const lineOf = (node: ValueNode): number => source.position(node.span.start).line;
  const say = (node: ValueNode, message: string): void => {
    problems.push({ line: lineOf(node), message });
  };
  if (problems.length > 0) return { ok: false, problems };
  const { root } = tree;
  const nodes: NodeEntry[] = [];
  if (isEmpty(root)) return { ok: true, document: { path, source, tree, nodes } };
  const shape = decode(record({}, { version: choice(1), nodes: anything }), root);
  const items = entryOf(root, 'nodes')?.value;
  if ('fault' in shape) {
    const { span, message } = shape.fault;
    return { ok: false, problems: [{ line: source.position(span.start).line, message }] };
  }
  if (items?.kind === 'array' && items.items.length <= most) {
    for (const item of items.items) takeNode(item, source, nodes, problems);
    if (problems.length === 0)
      for (const [index, fault] of faultsBetween(nodes)) say(items.items[index]!, fault);
  } else if (items !== undefined && !isEmpty(items))
    say(items, `"nodes" must be a list of at most ${most} nodes`);
  return problems.length === 0
    ? { ok: true, document: { path, source, tree, nodes } }
    : { ok: false, problems };
}

function takeNode(item: ValueNode, source: SourceText, nodes: NodeEntry[], problems: NodesProblem[]): void {
  const lineAt = (offset: number): number => source.position(offset).line;
  const secret = secretKey(item);
  const found = decode(machine, item);
  if (secret !== undefined)
    problems.push({
      line: lineAt(secret.value.span.start),
      message: `a nodes file holds no ${secret.key}: ssh and sudo ask for passwords, keys are named by identity`,
    });
  else if ('value' in found) nodes.push(found.value);
  else problems.push({ line: lineAt(found.fault.span.start), message: found.fault.message });
}

const anything: Decoder<null> = () => null;

function isEmpty(node: ValueNode): boolean {
  return node.kind === 'missing' || (node.kind === 'scalar' && node.value === null);
}

function secretKey(node: ValueNode): { readonly key: string; readonly value: ValueNode } | undefined {
  if (node.kind !== 'table') return undefined;
  return node.entries.find(({ key }) => /pass(?:word|wd|phrase)?$|token$|secret$|private.?key$/i.test(key));
}

/** What no node shows alone: names used twice, hops that lead in a circle. */
function faultsBetween(nodes: readonly NodeEntry[]): readonly (readonly [index: number, message: string])[] {
  const byName = new Map<string, NodeEntry>();
  const faults: [number, string][] = [];
  for (const [index, node] of nodes.entries()) {
    if (byName.has(node.name)) faults.push([index, `the name ${node.name} is used twice`]);
    else byName.set(node.name, node);
  }
  for (const [index, node] of nodes.entries()) {
    const seen = new Set<string>();
    for (let at: NodeEntry | undefined = node; at !== undefined; at = byName.get(at.jump ?? '')) {
      if (seen.has(at.name)) {
        faults.push([index, `the jumps of ${node.name} lead in a circle`]);
        break;
      }
      seen.add(at.name);
    }
  }
  return faults;
}
