import { sha256 } from '../text/sha256.ts';
import type { Plan } from './model.ts';

/** One text for one content: keys in order of code units, no spaces, what is undefined left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

/** The name of a plan: the SHA-256 of its canonical content. Another content has another name. */
export function planIdOf(plan: Plan): string {
  return sha256(canonicalJson(plan));
}

/** Digits of an id that are shown and typed. */
export const shownDigits = 12;

/** The text of a plan file. */
export function writePlan(plan: Plan): string {
  return `${JSON.stringify({ mirrorwright: 'plan', id: planIdOf(plan), ...plan }, null, 2)}\n`;
}
