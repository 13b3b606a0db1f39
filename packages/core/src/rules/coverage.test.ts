import { expect, it } from 'vitest';
import { catalogue } from './coverage.ts';
import { rules } from './registry.ts';

const covered = new Set(rules.flatMap(({ meta }) => meta.covers));

it('every known condition has a rule, or a reason why it has none', () => {
  const open = catalogue.filter(({ id, reason }) => !covered.has(id) && reason === undefined);
  expect(open.map(({ id, title }) => `${id} ${title}`)).toEqual([]);
});

it('the catalogue names each condition once, and those of the resources are numbered without a gap', () => {
  const ids = catalogue.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const numbers = ids.flatMap((id) => /^O(\d+)$/.exec(id)?.[1] ?? []).map(Number);
  expect(numbers).toEqual(Array.from({ length: 89 }, (_, index) => index + 1));
});

it('rules for resources cover conditions that are in the catalogue', () => {
  const ids = new Set(catalogue.map(({ id }) => id));
  const wrong = [...covered].filter((id) => id.startsWith('O') && !ids.has(id));
  expect(wrong).toEqual([]);
  const idle = rules.filter(({ meta }) => meta.family === 'openshift' && meta.covers.length === 0);
  expect(idle.map(({ meta }) => meta.code)).toEqual([]);
});
