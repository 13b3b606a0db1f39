import type { Field, PageView } from '../fields.ts';
import type { StepId, WizardState } from '../state.ts';
import { checksPage } from './checks.ts';
import { mirrorPage, mirrorsPage } from './mirrors.ts';
import { reviewPage } from './review.ts';
import { scopePage } from './scope.ts';
import { targetsPage } from './targets.ts';
import { trustPage } from './trust.ts';
import { upstreamPage, upstreamsPage } from './upstreams.ts';
import { writePage } from './write.ts';

const pages: Readonly<Record<StepId, (state: WizardState) => PageView>> = {
  targets: targetsPage,
  upstreams: upstreamsPage,
  mirrors: mirrorsPage,
  trust: trustPage,
  scope: scopePage,
  checks: checksPage,
  review: reviewPage,
  write: writePage,
};

export const stepTitles: Readonly<Record<StepId, string>> = {
  targets: 'Targets',
  upstreams: 'Upstreams',
  mirrors: 'Mirrors',
  trust: 'Trust',
  scope: 'Fallback & scope',
  checks: 'Checks',
  review: 'Review',
  write: 'Write',
};

const views = new WeakMap<WizardState, PageView>();

/** The page the state is on, as data; made once for each state. A filter leaves only the fields that hold its text. */
export function pageOf(state: WizardState): PageView {
  const known = views.get(state);
  if (known !== undefined) return known;
  const view = filtered(wholePage(state), state.filter);
  views.set(state, view);
  return view;
}

function wholePage(state: WizardState): PageView {
  const { step, upstream, mirror } = state.page;
  if (upstream === undefined) return pages[step](state);
  return mirror === undefined ? upstreamPage(state, upstream) : mirrorPage(state, upstream, mirror);
}

function filtered(view: PageView, filter: string | null): PageView {
  if (filter === null || filter === '') return view;
  const wanted = filter.toLowerCase();
  const holds = ({ label, hint = '' }: Field): boolean => `${label} ${hint}`.toLowerCase().includes(wanted);
  return { ...view, fields: view.fields.filter((field) => field.kind !== 'note' && holds(field)) };
}
