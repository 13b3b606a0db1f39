import { describe, expect, it } from 'vitest';
import { sourceText } from '../text/source.ts';
import { rules } from './registry.ts';
import { isExcluded, readSettings, type Settings } from './settings.ts';
import { codesOf, lintText } from './testing/lint-text.ts';

function read(text: string): Settings {
  const { settings, problems } = readSettings(sourceText(text), rules);
  expect(problems).toEqual([]);
  return settings;
}

function problemsOf(text: string): readonly string[] {
  return readSettings(sourceText(text), rules).problems.map(
    ({ message, span }) => `${text.slice(span.start, span.end)}: ${message}`,
  );
}

const unknown = 'zebra = 1\n';

describe('mirrorwright.toml', () => {
  it('sets severities by code or by name', () => {
    const byCode = lintText(unknown, { settings: read('[rules]\nMW110 = "info"\n') });
    expect(byCode.findings[0]!.severity).toBe('info');
    expect(lintText(unknown, { settings: read('[rules]\nunknown-key = "off"\n') })).toEqual({
      findings: [],
      hidden: 1,
    });
  });

  it('ignores by path and rule, with a reason', () => {
    const settings = read('[[ignore]]\npaths = ["nodes/**"]\nrules = ["MW110"]\nreason = "ours"\n');
    expect(codesOf(lintText(unknown, { settings, path: 'nodes/a/registries.conf' }).findings)).toEqual([]);
    expect(codesOf(lintText(unknown, { settings, path: 'other/registries.conf' }).findings)).toEqual([
      'MW110',
    ]);
  });

  it('excludes files', () => {
    const settings = read('exclude = ["vendor/"]\n');
    expect(isExcluded(settings, 'vendor/x/registries.conf')).toBe(true);
    expect(isExcluded(settings, 'registries.conf')).toBe(false);
  });

  it('judges paths from its own folder', () => {
    const settings = {
      ...read('exclude = ["/vendor/"]\n'),
      relativePath: (path: string) => path.replace(/^\/home\/x\//, ''),
    };
    expect(isExcluded(settings, '/home/x/vendor/registries.conf')).toBe(true);
  });

  it('cannot hide or soften what makes the reader refuse', () => {
    const settings = read('exclude = ["**"]\n[rules]\nMW003 = "off"\n');
    const { findings } = lintText('short-name-mode = true\n', { settings });
    expect(findings[0]).toMatchObject({ code: 'MW003', severity: 'error', fatal: true });
  });

  it('names unknown keys and rules with what was meant, at their place', () => {
    expect(problemsOf('exclud = []\n')).toEqual([
      'exclud: In mirrorwright.toml the key "exclud" is not known. Did you mean "exclude"?',
    ]);
    expect(problemsOf('[rules]\nunknwon-key = "off"\n')).toEqual([
      'unknwon-key: The rule "unknwon-key" is not known. Did you mean "unknown-key"?',
    ]);
  });

  it('says where a type or a severity is wrong', () => {
    expect(problemsOf('exclude = "vendor"\n')).toEqual(['"vendor": "exclude" must be a list of strings.']);
    expect(problemsOf('exclude = [1]\n')).toEqual(['1: "exclude" must hold strings only.']);
    expect(problemsOf('[rules]\nMW110 = "fatal"\n')[0]).toMatch(/^"fatal": A severity is one of/);
    expect(problemsOf('[ignore]\n')[0]).toMatch(/list of tables/);
    expect(problemsOf('[[ignore]]\n')).toHaveLength(2);
    expect(problemsOf('exclude = [\n')).not.toEqual([]);
  });
});
