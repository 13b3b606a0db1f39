import { maskText } from '../dialects/secrets.ts';
import type { Target } from '../model/target.ts';
import type { NodeFacts, ReloadStep, ValidateStep } from '../ports.ts';
import { rules } from '../rules/registry.ts';
import { lint } from '../rules/run.ts';
import { deliveryOf, isKnownPath, validationOf } from '../runtimes/containers/delivery.ts';
import type { ParsedSnapshot } from '../snapshot/parse.ts';
import { sourceText } from '../text/source.ts';
import { type Change, reasonsOf } from './danger.ts';
import type { PlanFinding, ReloadChoice } from './model.ts';
import { parsedWith, type Survey } from './states.ts';

/** What a change comes to on one node. Made when it is planned, and again when it is pushed. */
export interface Assessment {
  readonly findings: readonly PlanFinding[];
  /** Why a typed confirmation is needed. */
  readonly reasons: readonly string[];
  readonly impact: readonly string[];
  readonly reload: readonly ReloadStep[];
  readonly validate: readonly ValidateStep[];
}

export interface AssessOptions {
  readonly survey: Survey;
  readonly facts: NodeFacts;
  readonly targets: readonly Target[];
  readonly changes: readonly Change[];
  readonly reload: ReloadChoice | undefined;
  /** Reloads although no file changes: an earlier push may not have got that far. */
  readonly reloadDue?: boolean;
}

/** Judges the files of a node as they would be. */
export function assess(options: AssessOptions): Assessment {
  const { survey, targets, changes } = options;
  const before = parsedWith(survey, new Map());
  const after = parsedWith(survey, new Map(changes.map(({ path, after: text }) => [path, text])));
  const paths = after.snapshot.files.map(({ path }) => path);
  const reader = { uid: survey.user.uid, home: survey.user.home };
  return {
    findings: findingsOf(before, after, changes, targets),
    reasons: reasonsOf(changes, targets, before, after),
    ...reloadOf(options),
    // also where the links of a path that the readers look at lead elsewhere
    validate: changes.some(({ path }) => isKnownPath(path, survey.user.home))
      ? validationOf(targets, paths, reader)
      : [],
  };
}

/** Of the files that change all findings; of the others those that are new. */
function findingsOf(
  before: ParsedSnapshot,
  after: ParsedSnapshot,
  changes: readonly Change[],
  targets: readonly Target[],
): readonly PlanFinding[] {
  if (targets.length === 0) return [];
  const judged = (node: ParsedSnapshot) => lint({ nodes: [node], targets, rules }).findings;
  const touched = new Set(changes.map(({ path }) => path.slice(1)));
  const key = ({ code, path, message }: { code: string; path: string; message: string }): string =>
    `${code}\n${path}\n${message}`;
  const found = judged(after);
  const others = found.some(({ path }) => !touched.has(path));
  const earlier = new Set(others ? judged(before).map(key) : []);
  const sources = new Map(after.documents.map(({ path, source }) => [path, source]));
  return found
    .filter((finding) => touched.has(finding.path) || !earlier.has(key(finding)))
    .map(({ code, rule, severity, path, span, message }) => ({
      code,
      rule,
      severity,
      path: `/${path}`,
      line: (sources.get(path) ?? sourceText('')).position(span.start).line,
      message: shortened(maskText('', message)),
    }));
}

function shortened(text: string): string {
  return text.length <= 2000 ? text : `${text.slice(0, 2000)}...`;
}

type Reload = Pick<Assessment, 'impact' | 'reload'>;

function reloadOf(options: AssessOptions): Reload {
  const made = reloadFor(options);
  if (options.reloadDue !== true) return made;
  return { ...made, impact: ['a push that was lost may not have got to its reload', ...made.impact] };
}

function reloadFor({ targets, facts, changes, reload, reloadDue = false }: AssessOptions): Reload {
  if (!reloadDue && changes.every((change) => change.before === change.after))
    return { impact: ['nothing changes'], reload: [] };
  if (reload !== undefined) {
    if (reload.verb === 'none') return { impact: ['nothing is reloaded, as asked'], reload: [] };
    const { verb, unit } = reload;
    return { impact: [`systemctl ${verb} ${unit}, as asked`], reload: [{ unit, verb }] };
  }
  const known = changes.some(
    ({ placement, before, after }) => placement === 'known' && (reloadDue || before !== after),
  );
  return known ? deliveryOf(targets, facts) : { impact: [], reload: [] };
}

/** Whether somebody has to say what is reloaded: nobody knows who reads a foreign file. */
export function needsReloadChoice(changes: readonly Pick<Change, 'placement'>[]): boolean {
  return changes.some(({ placement }) => placement === 'foreign');
}

const unitPattern = /^[A-Za-z0-9_:][A-Za-z0-9_:.@\\-]{0,250}$/;

/** A unit as `systemctl` takes it, with its ending; undefined for anything else. */
export function unitName(text: string): string | undefined {
  if (!unitPattern.test(text)) return undefined;
  return /\.(?:service|socket|target|path|timer)$/.test(text) ? text : `${text}.service`;
}
