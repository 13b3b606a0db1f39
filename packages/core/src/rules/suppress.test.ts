import { describe, expect, it } from 'vitest';
import { codesOf, lintText } from './testing/lint-text.ts';

const unknown = 'zebra = 1\n';

describe('a suppression', () => {
  it('hides findings of the next statement only', () => {
    const { findings, hidden } = lintText(
      `# mirrorwright-ignore MW110: read by our own tool\n${unknown}apple = 2\n`,
    );
    expect(findings.map(({ code, span }) => [code, span.start])).toEqual([['MW110', 60]]);
    expect(hidden).toBe(1);
  });

  it('covers the own keys of the table whose header follows, and not the next table', () => {
    const table = '[[registry]]\nlocation = "registry.corp.example"\nzebra = 1\n';
    const { findings } = lintText(`# mirrorwright-ignore unknown-key: ours\n${table}${table}`);
    expect(codesOf(findings).filter((code) => code === 'MW110')).toHaveLength(1);
  });

  it('may stand behind the statement', () => {
    expect(codesOf(lintText('zebra = 1 # mirrorwright-ignore MW110: ours\n').findings)).toEqual([]);
  });

  it('may stand between the items of a list', () => {
    const text =
      'unqualified-search-registries = [\n  # mirrorwright-ignore MW093: nothing\n  "registry.corp.example",\n]\n';
    expect(codesOf(lintText(text).findings)).toContain('MW093');
  });

  it('covers the whole file with -file', () => {
    const text = `# mirrorwright-ignore-file MW110: ours\n${unknown}apple = 2\n`;
    expect(codesOf(lintText(text).findings)).toEqual([]);
  });

  it('takes several codes, and reports those that hide nothing', () => {
    const { findings } = lintText(`# mirrorwright-ignore MW110, MW101: ours\n${unknown}`);
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'MW093 No finding of MW101 is hidden by this suppression.',
    ]);
  });

  it('hides nothing without a reason', () => {
    const { findings } = lintText(`# mirrorwright-ignore MW110\n${unknown}`);
    expect(codesOf(findings)).toEqual(['MW091', 'MW110']);
  });

  it('suggests the code that was meant', () => {
    const { findings } = lintText(`# mirrorwright-ignore unknwon-key: ours\n${unknown}`);
    expect(findings[0]).toMatchObject({ code: 'MW092', advice: 'Did you mean unknown-key?' });
  });

  it('cannot hide what makes the reader refuse the file', () => {
    const { findings } = lintText('# mirrorwright-ignore MW003: we know\nshort-name-mode = true\n');
    expect(codesOf(findings)).toEqual(['MW093', 'MW003']);
    expect(findings[0]!.message).toBe('MW003 cannot be hidden here.');
  });

  it('is nothing but a comment when it only looks alike', () => {
    expect(codesOf(lintText(`# mirrorwright-ignored MW110: x\n${unknown}`).findings)).toEqual(['MW110']);
  });
});

describe('a suppression in YAML', () => {
  const policy = (comment: string): string =>
    `version: 1\nupstreams:\n${comment}  - registry: quay.io\n    zebra: 1\n  - registry: ghcr.io\n    zebra: 1\n`;

  it('covers the node that follows', () => {
    const count = (text: string): number => lintText(text, { path: 'mirror-policy.yaml' }).findings.length;
    const all = lintText(policy(''), { path: 'mirror-policy.yaml' }).findings;
    const code = all.find(({ message }) => message.includes('zebra'))?.code;
    expect(code).toBeDefined();
    expect(count(policy(`  # mirrorwright-ignore ${code}: ours\n`))).toBe(all.length - 1);
    expect(count(policy(`  # mirrorwright-ignore-file ${code}: ours\n`))).toBe(all.length - 2);
  });
});
