import { type NodeOrder, orderRows, reloadRows, validateRows, wordOf } from '@mirrorwright/core';

/** A file of the spool on the node, by its name there. */
export interface Part {
  readonly name: string;
  readonly content: Uint8Array;
}

interface Meta {
  readonly plan: string;
  readonly keep: number;
  readonly dry?: boolean;
  readonly overwrite?: boolean;
  readonly leaseSeconds: number;
}

/** What every task brings. */
export function metaParts({
  plan,
  keep,
  dry = false,
  overwrite = false,
  leaseSeconds,
}: Meta): readonly Part[] {
  const yes = (is: boolean): string => (is ? 'yes' : 'no');
  const lines = [
    `plan ${plan}`,
    `keep ${Math.max(1, Math.trunc(keep))}`,
    `dry ${yes(dry)}`,
    `overwrite ${yes(overwrite)}`,
  ];
  // the shell counts in whole seconds
  return [text('meta', lines), text('lease.seconds', [String(Math.max(1, Math.ceil(leaseSeconds)))])];
}

/** An order as files for the node's script. */
export function orderParts(order: NodeOrder): readonly Part[] {
  const files = order.files.map((file) => (file.content === undefined ? { ...file, newSha256: null } : file));
  return [
    ...metaParts({
      plan: order.planId,
      keep: order.keepBackups,
      dry: order.dryRun,
      leaseSeconds: order.leaseSeconds,
    }),
    part('files', orderRows({ files })),
    part('reload', reloadRows(order.reload)),
    part('validate', validateRows(order)),
    ...pullParts(order),
    ...order.files.flatMap(({ content }, index) =>
      content === undefined ? [] : [{ name: `new.${index}`, content }],
    ),
  ];
}

function pullParts({ testPull }: NodeOrder): readonly Part[] {
  if (testPull === undefined) return [];
  return [text('pull', [`${wordOf(testPull.image)} ${wordOf(testPull.from ?? '')}`])];
}

function text(name: string, lines: readonly string[]): Part {
  return part(name, lines.map((line) => `${line}\n`).join(''));
}

function part(name: string, content: string): Part {
  return { name, content: Buffer.from(content) };
}
