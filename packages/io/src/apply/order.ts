import { type NodeOrder, orderRows, reloadRows, validateRows, wordOf } from '@mirrorwright/core';

/** A file of the spool on the node, by its name there: lines of words, or the content of a file. */
export type Part =
  | { readonly name: string; readonly lines: readonly string[] }
  | { readonly name: string; readonly content: Uint8Array };

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
  return [
    { name: 'meta', lines },
    { name: 'lease.seconds', lines: [String(Math.max(1, Math.ceil(leaseSeconds)))] },
  ];
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
    rows('files', orderRows({ files })),
    rows('reload', reloadRows(order.reload)),
    rows('validate', validateRows(order)),
    ...pullParts(order),
    ...order.files.flatMap(({ content }, index) =>
      content === undefined ? [] : [contentPart(`new.${index}`, content)],
    ),
  ];
}

function pullParts({ testPull }: NodeOrder): readonly Part[] {
  if (testPull === undefined) return [];
  return [{ name: 'pull', lines: [`${wordOf(testPull.image)} ${wordOf(testPull.from ?? '')}`] }];
}

/** Bytes of content up to which lines are cheaper than a program that takes them: a shell reads every byte alone. */
const fewBytes = 4096;

/** Whole lines of text that a shell can read as they are, or the bytes. */
function contentPart(name: string, content: Uint8Array): Part {
  const text = Buffer.from(content).toString('latin1');
  return text.length <= fewBytes && /^(?:[\t -~]*\n)+$/.test(text) ? rows(name, text) : { name, content };
}

function rows(name: string, text: string): Part {
  return { name, lines: text.split('\n').slice(0, -1) };
}
