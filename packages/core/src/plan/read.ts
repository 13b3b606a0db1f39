import {
  choice,
  type Decoder,
  decode,
  integer,
  list,
  nullable,
  record,
  sound,
  text,
} from '../syntax/decode.ts';
import { parseJson } from '../syntax/json.ts';
import { sourceText } from '../text/source.ts';
import { planIdOf } from './canonical.ts';
import { pathFault } from './destinations.ts';
import { type Destination, type NodePlan, type Plan, planVersion } from './model.ts';

/** A plan file, or why it is none that may be carried out. */
export type PlanResult =
  | { readonly ok: true; readonly plan: Plan; readonly id: string }
  | { readonly ok: false; readonly message: string };

/** Larger files are no plans: edits of configuration, not images. */
const longestFile = 16 * 1024 * 1024;
const mostNodes = 10_000;
const hash = text(64, /^[0-9a-f]{64}$/, '64 hexadecimal digits');
const words = text(4000);
const name = text(255);

const path = sound(pathFault);

const destination: Decoder<Destination> = record({
  path,
  realPath: path,
  baseSha256: nullable(hash),
  newSha256: hash,
  mode: integer(0, 0o777),
  edits: list(
    record({ start: integer(0, longestFile * 4), end: integer(0, longestFile * 4), text: text(longestFile) }),
    1_000_000,
  ),
});

const machine: Decoder<NodePlan['machine']> = record(
  { name, address: name, become: choice('none', 'sudo') },
  { port: integer(1, 65535), user: name, jump: name },
) as Decoder<NodePlan['machine']>;

const node: Decoder<NodePlan> = record({
  machine,
  hostname: name,
  targets: list(name, 100),
  destinations: list(destination, 10_000),
  reload: choice('by-runtime', 'asked'),
  impact: list(words, 1000),
  findings: list(
    record({
      code: text(20, /^MW\d+$/, 'a code such as MW201'),
      rule: name,
      severity: choice('error', 'warning', 'info'),
      path: words,
      line: integer(1, longestFile),
      message: words,
    }),
    100_000,
  ),
  losses: list(record({ field: words, dialect: name, reason: words }), 10_000),
});

const file = record({
  mirrorwright: choice('plan'),
  id: hash,
  version: choice(planVersion),
  nodes: list(node, mostNodes),
});

/**
 * Reads a plan file as something that anybody may have written. Everything is checked: form, bounds, unknown and double
 * keys, and that the content is the one that the id names. Never throws for what the file holds.
 * @param fileName as messages shall name it.
 */
export function readPlan(fileName: string, content: string): PlanResult {
  if (content.length > longestFile) return { ok: false, message: `${fileName} is too large for a plan` };
  const source = sourceText(content);
  const tree = parseJson(source);
  const at = (start: number): string => {
    const { line, column } = source.position(start);
    return `${fileName}:${line}:${column}`;
  };
  const [problem] = tree.problems;
  if (problem !== undefined)
    return { ok: false, message: `${at(problem.span.start)} is not a plan file: ${problem.message}` };
  const decoded = decode(file, tree.root);
  if ('fault' in decoded) {
    const { message, span } = decoded.fault;
    return { ok: false, message: `${at(span.start)} ${message}; make the plan again with this version` };
  }
  const { version, nodes } = decoded.value;
  const plan: Plan = { version, nodes };
  const id = planIdOf(plan);
  if (id !== decoded.value.id)
    return {
      ok: false,
      message: `${fileName} was changed after it was made: its content is ${id.slice(0, 12)}, it says ${decoded.value.id.slice(0, 12)}. Make the plan again`,
    };
  const fault = contentFault(plan);
  return fault === undefined ? { ok: true, plan, id } : { ok: false, message: `${fileName}: ${fault}` };
}

/** What the form does not show. */
function contentFault({ nodes }: Plan): string | undefined {
  const names = new Set<string>();
  for (const { machine: at, destinations } of nodes) {
    if (names.has(at.name)) return `the node ${JSON.stringify(at.name)} is in it twice`;
    names.add(at.name);
    const places = new Set<string>();
    for (const { path: to, realPath, edits } of destinations) {
      if (places.has(realPath)) return `${at.name}: ${realPath} is in it twice`;
      places.add(realPath);
      let end = 0;
      for (const edit of edits) {
        if (edit.start < end || edit.end < edit.start) return `${at.name}: the edits of ${to} overlap`;
        end = edit.end;
      }
    }
  }
  return undefined;
}
