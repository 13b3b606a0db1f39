import type { Target } from '../../model/target.ts';
import { defaultTarget, parseTarget } from '../../runtimes/containers/targets.ts';
import { groupFiles } from '../../snapshot/group.ts';
import { parseSnapshot } from '../../snapshot/parse.ts';
import { rules } from '../registry.ts';
import type { Finding } from '../rule.ts';
import { type LintResult, lint } from '../run.ts';
import type { Settings } from '../settings.ts';

/** A target that must exist. */
export function targetNamed(id: string): Target {
  const parsed = parseTarget(id);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.target;
}

/** Lints one text as a lone registries.conf, with all rules. */
export function lintText(
  text: string,
  options: {
    readonly targets?: readonly string[];
    readonly settings?: Settings;
    readonly path?: string;
  } = {},
): LintResult {
  const nodes = groupFiles([{ path: options.path ?? 'registries.conf', text }]).map((node) =>
    parseSnapshot(node),
  );
  const targets = options.targets?.map(targetNamed) ?? [defaultTarget];
  const { settings } = options;
  return lint({ nodes, targets, rules, ...(settings === undefined ? {} : { settings }) });
}

/** Codes only, in order. */
export function codesOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code }) => code);
}
