import type { NodeOrder } from '@mirrorwright/core';
import { toWord } from './words.ts';

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
  const rows = order.files.map((file, index) =>
    [
      String(index),
      toWord(file.path),
      toWord(file.realPath),
      file.baseSha256 ?? '-',
      file.content === undefined ? '-' : (file.newSha256 ?? '-'),
      (file.mode & 0o7777).toString(8),
      toWord(file.stagedName),
    ].join(' '),
  );
  const reload = order.reload.map(({ verb, unit, failurePattern, successPattern }) =>
    [verb, toWord(unit), toWord(failurePattern ?? ''), toWord(successPattern ?? '')].join(' '),
  );
  const validate = order.validate.map(({ reader, configFiles }) =>
    [reader, ...configFiles.map(toWord)].join(' '),
  );
  return [
    ...metaParts({
      plan: order.planId,
      keep: order.keepBackups,
      dry: order.dryRun,
      leaseSeconds: order.leaseSeconds,
    }),
    text('files', rows),
    text('reload', reload),
    text('validate', validate),
    ...pullParts(order),
    ...order.files.flatMap(({ content }, index) =>
      content === undefined ? [] : [{ name: `new.${index}`, content }],
    ),
  ];
}

function pullParts({ testPull }: NodeOrder): readonly Part[] {
  if (testPull === undefined) return [];
  return [text('pull', [`${toWord(testPull.image)} ${toWord(testPull.from ?? '')}`])];
}

function text(name: string, lines: readonly string[]): Part {
  return { name, content: Buffer.from(lines.map((line) => `${line}\n`).join('')) };
}
