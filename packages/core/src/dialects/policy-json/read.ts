import { parseJson } from '../../syntax/json.ts';
import type { Entry, SyntaxTree, TableNode, ValueNode } from '../../syntax/tree.ts';
import type { SourceText } from '../../text/source.ts';
import type { Parsed } from '../document.ts';
import { bindObject, entriesOf, isNull, keyOf, opening, type Reading, shown, wrongType } from './binding.ts';
import { policyFields } from './fields.ts';
import type {
  PolicyFault,
  Requirement,
  RequirementList,
  ScopePolicy,
  SignaturePolicy,
  TransportPolicy,
} from './model.ts';
import { readRequirement } from './requirement.ts';
import { scopeProblem } from './scopes.ts';

/**
 * Reads a policy.json. Never fails: whatever the strict reader of containers/image refuses is in `faults`, all of it
 * and not only the first, each with the releases that refuse it.
 */
export function readPolicyJson(path: string, source: SourceText): Parsed<SignaturePolicy> {
  const tree = parseJson(source);
  return { path, dialect: 'policy-json', source, tree, model: policyOf(tree) };
}

/** The model of a tree that is parsed already. */
export function policyOf(tree: SyntaxTree): SignaturePolicy {
  const faults = syntaxFaults(tree);
  const reading: Reading = { tree, faults };
  const { root } = tree;
  const entries = bindObject(reading, root, policyFields, 'the policy');
  const list = entries?.get('default');
  const requirements = list === undefined ? undefined : readList(reading, list);
  const transports = entries?.get('transports');
  const broken = tree.problems.some((problem) => problem.id !== 'duplicate-key');
  if (entries !== undefined && list === undefined && !broken) {
    faults.push({ condition: 'E5', message: 'The policy has no "default"', span: opening(root) });
  }
  return {
    ...(requirements === undefined ? {} : { default: requirements }),
    transports: transports === undefined ? [] : readTransports(reading, transports.value),
    faults,
  };
}

function syntaxFaults(tree: SyntaxTree): PolicyFault[] {
  return tree.problems
    .filter((problem) => problem.id !== 'duplicate-key')
    .map(({ message, span }) => ({ condition: 'E1', message, span }));
}

function readTransports(reading: Reading, node: ValueNode): readonly TransportPolicy[] {
  entriesOf(reading, node, '"transports"');
  if (node.kind !== 'table') return [];
  return node.entries.map((entry) => readTransport(reading, node, entry));
}

function readTransport(reading: Reading, table: TableNode, entry: Entry): TransportPolicy {
  const name = keyOf(entry);
  entriesOf(reading, entry.value, `transport "${shown(name)}"`);
  const scopes = entry.value.kind === 'table' ? entry.value : undefined;
  return {
    name: { value: name, span: entry.keySpan, keySpan: entry.keySpan },
    table,
    entry,
    scopes: scopes?.entries.map((scope) => readScope(reading, name, scopes, scope)) ?? [],
  };
}

function readScope(reading: Reading, transport: string, table: TableNode, entry: Entry): ScopePolicy {
  const scope = keyOf(entry);
  const problem = scopeProblem(transport, scope);
  if (problem !== undefined) {
    reading.faults.push({
      condition: 'E15',
      message: `"${shown(scope)}" is no scope of the transport ${transport}: ${problem}`,
      span: entry.keySpan,
      at: { table, entry },
      transport,
    });
  }
  const requirements = readList(reading, entry);
  return {
    scope: { value: scope, span: entry.keySpan, keySpan: entry.keySpan },
    entry,
    ...(requirements === undefined ? {} : { requirements }),
  };
}

function readList(reading: Reading, entry: Entry): RequirementList | undefined {
  const { value } = entry;
  const empty = value.kind === 'array' ? value.items.length === 0 : isNull(value);
  if (empty) {
    reading.faults.push({
      condition: 'E6',
      message: `The list of requirements of "${shown(keyOf(entry))}" is empty`,
      span: value.span,
    });
  }
  if (value.kind !== 'array') {
    if (!empty) wrongType(reading, value, `"${shown(keyOf(entry))}"`, 'a list of requirements');
    return undefined;
  }
  const items: Requirement[] = [];
  for (const item of value.items) {
    const requirement = readRequirement(reading, item);
    if (requirement !== undefined) items.push(requirement);
  }
  return { items, span: value.span, keySpan: entry.keySpan };
}
