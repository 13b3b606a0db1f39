import { parseToml } from '../syntax/toml/parse.ts';
import type { Entry, TableNode, ValueNode } from '../syntax/tree.ts';
import { stringOf } from '../syntax/tree.ts';
import { closest } from '../text/closest.ts';
import type { SourceText } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { compileGlob, type GlobMatcher } from './glob.ts';
import type { Finding, Rule, Severity } from './rule.ts';

/** What mirrorwright.toml says. Paths are relative to the folder of that file. */
export interface Settings {
  /** By rule code. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly exclude: readonly GlobMatcher[];
  readonly ignores: readonly Ignore[];
  /** Turns a finding's path into one relative to the folder of the settings file; the path itself when left out. */
  readonly relativePath?: (path: string) => string;
}

interface Ignore {
  readonly paths: readonly GlobMatcher[];
  /** Codes; undefined = all rules. */
  readonly rules?: ReadonlySet<string>;
}

/** A mistake in the settings file. */
export interface SettingsProblem {
  readonly message: string;
  readonly span: Span;
}

export const noSettings: Settings = { severities: new Map(), exclude: [], ignores: [] };

/** Whether the settings leave the file out. */
export function isExcluded(settings: Settings, path: string): boolean {
  const relative = settings.relativePath?.(path) ?? path;
  return settings.exclude.some((matches) => matches(relative));
}

/**
 * Sets severities and hides what the settings ignore or exclude. Fatal findings stay, as errors: the reader refuses
 * the file whatever the settings say.
 */
export function applySettings(
  findings: readonly Finding[],
  settings: Settings = noSettings,
): readonly Finding[] {
  if (settings.severities.size === 0 && settings.ignores.length === 0 && settings.exclude.length === 0) {
    return findings;
  }
  const ofPath = new Map<string, readonly Ignore[] | 'all'>();
  const hidden = (finding: Finding): boolean => {
    const known = ofPath.get(finding.path) ?? ignoresOf(settings, finding.path);
    ofPath.set(finding.path, known);
    return known === 'all' || known.some(({ rules }) => rules === undefined || rules.has(finding.code));
  };
  return findings.flatMap((finding) => {
    if (finding.fatal) return [finding];
    const severity = settings.severities.get(finding.code) ?? finding.severity;
    if (severity === 'off' || hidden(finding)) return [];
    return [severity === finding.severity ? finding : { ...finding, severity }];
  });
}

function ignoresOf(settings: Settings, path: string): readonly Ignore[] | 'all' {
  if (isExcluded(settings, path)) return 'all';
  const relative = settings.relativePath?.(path) ?? path;
  return settings.ignores.filter(({ paths }) => paths.some((matches) => matches(relative)));
}

const topKeys = ['exclude', 'rules', 'ignore'];
const ignoreKeys = ['paths', 'rules', 'reason'];
const severities = ['error', 'warning', 'info', 'off'];

/**
 * Reads mirrorwright.toml. Problems come with exact spans; what could be read is used.
 *
 * ```toml
 * exclude = ["vendor/**"]
 * [rules]
 * MW201 = "off"
 * mirror-without-location = "warning"
 * [[ignore]]
 * paths = ["**\/policy.json"]
 * rules = ["MW601"]
 * reason = "signed elsewhere"
 * ```
 */
export function readSettings(
  source: SourceText,
  rules: readonly Rule[],
): { readonly settings: Settings; readonly problems: readonly SettingsProblem[] } {
  const tree = parseToml(source);
  const reader = makeReader(rules);
  for (const { message, span } of tree.problems) reader.problem(message, span);
  if (tree.root.kind !== 'table') return { settings: noSettings, problems: reader.problems };
  const entries = reader.knownEntries(tree.root, topKeys, 'mirrorwright.toml');
  const settings = {
    severities: reader.severities(entries.get('rules')),
    exclude: reader.strings(entries.get('exclude')).map(({ value }) => compileGlob(value)),
    ignores: reader.ignores(entries.get('ignore')),
  };
  return { settings, problems: reader.problems };
}

interface Reader {
  readonly problems: SettingsProblem[];
  problem(message: string, span: Span): void;
  knownEntries(table: TableNode, known: readonly string[], where: string): ReadonlyMap<string, Entry>;
  strings(entry: Entry | undefined): readonly { readonly value: string; readonly span: Span }[];
  severities(entry: Entry | undefined): ReadonlyMap<string, Severity | 'off'>;
  ignores(entry: Entry | undefined): readonly Ignore[];
}

function makeReader(rules: readonly Rule[]): Reader {
  const problems: SettingsProblem[] = [];
  const codes = new Map(
    rules.flatMap(
      ({ meta }) =>
        [
          [meta.code, meta.code],
          [meta.name, meta.code],
        ] as const,
    ),
  );
  const problem = (message: string, span: Span): void => {
    problems.push({ message, span });
  };
  const unknown = (kind: string, word: string, known: Iterable<string>, span: Span): void => {
    const meant = closest(word, known);
    const hint = meant === undefined ? '' : ` Did you mean ${JSON.stringify(meant)}?`;
    problem(`${kind} ${JSON.stringify(word)} is not known.${hint}`, span);
  };
  const knownEntries: Reader['knownEntries'] = (table, known, where) => {
    const entries = new Map<string, Entry>();
    for (const entry of table.entries) {
      if (known.includes(entry.key)) entries.set(entry.key, entry);
      else unknown(`In ${where} the key`, entry.key, known, entry.keySpan);
    }
    return entries;
  };
  const strings: Reader['strings'] = (entry) => {
    if (entry === undefined) return [];
    if (entry.value.kind !== 'array') {
      problem(`${JSON.stringify(entry.key)} must be a list of strings.`, entry.value.span);
      return [];
    }
    return entry.value.items.flatMap((item) => {
      const value = stringOf(item);
      if (value !== undefined) return [{ value, span: item.span }];
      problem(`${JSON.stringify(entry.key)} must hold strings only.`, item.span);
      return [];
    });
  };
  const code = (word: string, span: Span): string | undefined => {
    const found = codes.get(word);
    if (found === undefined) unknown('The rule', word, codes.keys(), span);
    return found;
  };
  const readSeverities: Reader['severities'] = (entry) => {
    const found = new Map<string, Severity | 'off'>();
    for (const { key, keySpan, value } of tableEntries(entry, problem)) {
      const named = code(key, keySpan);
      const severity = stringOf(value);
      if (severity === undefined || !severities.includes(severity)) {
        problem(`A severity is one of "error", "warning", "info" and "off".`, value.span);
      } else if (named !== undefined) found.set(named, severity as Severity | 'off');
    }
    return found;
  };
  const ignores: Reader['ignores'] = (entry) => {
    if (entry === undefined) return [];
    if (entry.value.kind !== 'array') {
      problem('"ignore" must be a list of tables: write `[[ignore]]`.', entry.span);
      return [];
    }
    return entry.value.items.flatMap((item) => readIgnore(item));
  };
  const readIgnore = (item: ValueNode): readonly Ignore[] => {
    if (item.kind !== 'table') {
      problem('"ignore" must hold tables only.', item.span);
      return [];
    }
    const at = item.headerSpan ?? item.span;
    const entries = knownEntries(item, ignoreKeys, '[[ignore]]');
    const paths = strings(entries.get('paths')).map(({ value }) => compileGlob(value));
    if (paths.length === 0) problem('[[ignore]] needs "paths": which files it is about.', at);
    if (!stringOf(entries.get('reason')?.value)?.trim()) problem('[[ignore]] needs a "reason".', at);
    const named = entries.get('rules');
    if (named === undefined) return [{ paths }];
    const list = strings(named).map(({ value, span }) => code(value, span));
    return [{ paths, rules: new Set(list.filter((one) => one !== undefined)) }];
  };
  return { problems, problem, knownEntries, strings, severities: readSeverities, ignores };
}

function tableEntries(
  entry: Entry | undefined,
  problem: (message: string, span: Span) => void,
): readonly Entry[] {
  if (entry === undefined) return [];
  if (entry.value.kind === 'table') return entry.value.entries;
  problem(`${JSON.stringify(entry.key)} must be a table.`, entry.value.span);
  return [];
}
