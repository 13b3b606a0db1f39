import type { Resource } from '../../dialects/openshift/model.ts';
import { type Shape, shapes } from '../../dialects/openshift/shapes.ts';
import { renameKey } from '../../syntax/edit/index.ts';
import type { Entry, ValueNode } from '../../syntax/tree.ts';
import { closest } from '../../text/closest.ts';
import type { Span } from '../../text/span.ts';
import { at, clusterOf, openshiftMeta, type Placed } from '../openshift.ts';
import type { Rule, RuleFinding } from '../rule.ts';

export const resourceShape: Rule = {
  meta: openshiftMeta({
    code: 'MW859',
    name: 'resource-shape',
    severity: 'error',
    summary: 'A resource has a key that its API does not know, or a value of another type.',
    covers: ['O-shape'],
  }),
  *check({ node }) {
    for (const resource of clusterOf(node).all) {
      const shape = 'installKey' in resource ? undefined : shapes[resource.kind];
      if (shape !== undefined) yield* faultsIn(resource, resource.node, shape, '', resource.node.span);
    }
  },
};

function* faultsIn(
  resource: Placed<Resource>,
  value: ValueNode,
  shape: Shape,
  path: string,
  place: Span,
): Iterable<RuleFinding> {
  // what could not be read is a problem of syntax
  if (shape === 'any' || value.kind === 'missing') return;
  if (!fits(value, shape)) {
    yield at(
      resource,
      { span: place },
      {
        message: `${path} is ${nameOf(value)}, and has to be ${wordFor(shape)}.`,
        why: 'The API refuses the resource when it is applied.',
        advice: `Write ${wordFor(shape)}${shape === 'string' ? ', in quotes where it could be read as something else' : ''}.`,
      },
    );
  } else if (typeof shape === 'object' && 'items' in shape && value.kind === 'array') {
    for (const [index, item] of value.items.entries())
      yield* faultsIn(resource, item, shape.items, `${path}[${index}]`, item.span);
  } else if (typeof shape === 'object' && 'keys' in shape && value.kind === 'table') {
    for (const entry of value.entries) {
      const inner = Object.hasOwn(shape.keys, entry.key) ? shape.keys[entry.key] : undefined;
      const name = path === '' ? entry.key : `${path}.${entry.key}`;
      if (inner === undefined) yield unknownKey(resource, entry, name, Object.keys(shape.keys));
      else yield* faultsIn(resource, entry.value, inner, name, entry.keySpan);
    }
  }
}

function fits(value: ValueNode, shape: Shape): boolean {
  if (shape === 'any') return true;
  if (typeof shape === 'object') return value.kind === ('items' in shape ? 'array' : 'table');
  return value.kind === 'scalar' && value.type === shape;
}

function wordFor(shape: Shape): string {
  if (typeof shape === 'object') return 'items' in shape ? 'a list' : 'a mapping';
  return shape === 'boolean' ? 'true or false' : 'a text';
}

function nameOf(value: ValueNode): string {
  if (value.kind !== 'scalar') return value.kind === 'array' ? 'a list' : 'a mapping';
  if (value.type === 'null') return 'empty';
  return value.type === 'string' ? 'a text' : `the ${value.type} ${String(value.value)}`;
}

function unknownKey(
  resource: Placed<Resource>,
  entry: Entry,
  name: string,
  known: readonly string[],
): RuleFinding {
  const better = closest(entry.key, known);
  const { path, tree } = resource.document;
  const edits = better === undefined ? [] : renameKey(tree, entry, better).map((edit) => ({ ...edit, path }));
  return at(
    resource,
    { span: entry.keySpan },
    {
      severity: better === undefined ? 'warning' : 'error',
      message: `${name} is no key of ${resource.kind}.`,
      why: 'oc refuses a key that the API does not know; where that is not checked the API drops it, and nothing is changed.',
      advice: better === undefined ? 'Look at where it belongs, or remove it.' : `Write ${better}.`,
      fixes: edits.length === 0 ? [] : [{ title: `Write ${better}`, safety: 'review', edits }],
    },
  );
}
