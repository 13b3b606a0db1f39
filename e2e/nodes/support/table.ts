import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CaseResult } from './case.ts';

const counts = new Map<string, Map<string, number>>();

/** Counts how a push under a fault ended. */
export function summarize(fault: string, { said, set }: CaseResult): void {
  const row = counts.get(fault) ?? new Map<string, number>();
  counts.set(fault, row);
  for (const key of ['runs', set, said]) row.set(key, (row.get(key) ?? 0) + 1);
}

const columns = [
  'runs',
  'new',
  'old',
  'committed',
  'rolled-back',
  'rolled-back-unhealthy',
  'refused',
  'unknown',
  'killed',
];
const page = resolve(import.meta.dirname, '../../../docs/reliability.md');
const [start, end] = ['<!-- table of the last long run -->', '<!-- end of the table -->'];

/** Writes the table of docs/reliability.md, where the run was asked to. */
export function writeTable({ seed, pushes }: { readonly seed: number; readonly pushes: number }): void {
  if (process.env.MIRRORWRIGHT_TABLE !== 'true') return;
  const names = [
    'Fault',
    'Pushes',
    'Set new',
    'Set old',
    'said committed',
    'rolled back',
    'rolled back, unhealthy',
    'refused',
    'unknown',
    'killed',
  ];
  const rows = [...counts].map(
    ([fault, row]) => `| ${fault} | ${columns.map((key) => row.get(key) ?? 0).join(' | ')} |`,
  );
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${page} has no place for the table`);
  const note = `Every fault at every step, then ${pushes} pushes with faults at random moments, seed ${seed}. No set was mixed, no file torn.`;
  const table = `| ${names.join(' | ')} |\n|${names.map(() => '---|').join('')}\n${rows.join('\n')}`;
  writeFileSync(page, `${before}${start}\n${note}\n\n${table}\n${end}${after}`);
}
