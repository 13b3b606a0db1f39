import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const file = join(import.meta.dirname, '../syntaxes/registries-conf.tmLanguage.json');
const library = dirname(createRequire(import.meta.url).resolve('vscode-oniguruma'));

const engine = oniguruma.loadWASM(readFileSync(join(library, 'onig.wasm')).buffer).then(() => ({
  createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
  createOnigString: (text: string) => new oniguruma.OnigString(text),
}));
const registry = new textmate.Registry({
  onigLib: engine,
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(file, 'utf8'), file),
});

/** Each token that is no white space with the last and narrowest of its scopes, without the ending they share. */
async function tokens(text: string): Promise<readonly (readonly [string, string])[]> {
  const grammar = (await registry.loadGrammar('source.registries-conf'))!;
  let state = textmate.INITIAL;
  const found: [string, string][] = [];
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const part = line.slice(startIndex, endIndex).trim();
      if (part !== '') found.push([part, scopes.at(-1)!.replace('.registries-conf', '')]);
    }
  }
  return found;
}

/** The scope of the one token with this text. */
async function scopeOf(part: string, text: string): Promise<string | undefined> {
  return (await tokens(text)).find(([own]) => own === part)?.[1];
}

describe('the grammar of registries.conf', () => {
  it('tells headers, keys, values and comments apart', async () => {
    expect(await tokens('[[registry]] # one\nlocation = "quay.io"\ninsecure = true')).toEqual([
      ['[[', 'punctuation.definition.array-of-tables'],
      ['registry', 'entity.name.section'],
      [']]', 'punctuation.definition.array-of-tables'],
      ['#', 'punctuation.definition.comment'],
      ['one', 'comment.line.number-sign'],
      ['location', 'support.type.property-name.known'],
      ['=', 'keyword.operator.assignment'],
      ['"', 'string.quoted.double'],
      ['quay.io', 'string.quoted.double'],
      ['"', 'string.quoted.double'],
      ['insecure', 'support.type.property-name.known'],
      ['=', 'keyword.operator.assignment'],
      ['true', 'constant.language.boolean'],
    ]);
  });

  it('shows known keys differently from others', async () => {
    expect(await scopeOf('location', 'location = 1')).toBe('support.type.property-name.known');
    expect(await scopeOf('locations', 'locations = 1')).toBe('support.type.property-name');
  });

  it('reads headers of two parts and of plain tables', async () => {
    const names = (await tokens('[[registry.mirror]]\n[aliases]\n[a."b.c"]')).filter(
      ([, scope]) => scope === 'entity.name.section',
    );
    expect(names.map(([name]) => name)).toEqual(['registry', 'mirror', 'aliases', 'a', '"b.c"']);
  });

  it.each([
    ['0x1F', 'constant.numeric.integer'],
    ['1_000', 'constant.numeric'],
    ['-3.5e2', 'constant.numeric'],
    ['inf', 'constant.numeric'],
    ['1979-05-27T07:32:00Z', 'constant.other.date'],
    ['07:32:00', 'constant.other.time'],
    ['True', 'invalid.illegal'],
    ['01', 'invalid.illegal'],
    ['enforcing', 'invalid.illegal'],
  ])('takes %s for %s', async (value, scope) => {
    expect(await scopeOf(value, `key = ${value}`)).toBe(scope);
  });

  it('goes on with lists over lines and comments inside them', async () => {
    const found = await tokens(
      'unqualified-search-registries = [\n  "docker.io", # first\n  \'quay.io\',\n]\nx = 1',
    );
    expect(found).toContainEqual(['quay.io', 'string.quoted.single']);
    expect(found).toContainEqual(['first', 'comment.line.number-sign']);
    expect(found).toContainEqual([']', 'punctuation.definition.array.end']);
    expect(found.at(-1)).toEqual(['1', 'constant.numeric']);
  });

  it('keeps the inside of texts apart from comments and headers', async () => {
    const found = await tokens('a = """one # two\n[three]"""\nb = \'\'\'\n# four\n\'\'\'\nc = 1');
    const inside = found.filter(([, scope]) => scope.startsWith('string')).map(([part]) => part);
    expect(inside).toContain('one # two');
    expect(inside).toContain('[three]');
    expect(inside).toContain('# four');
    expect(found.at(-1)).toEqual(['1', 'constant.numeric']);
  });

  it('marks good and bad escapes', async () => {
    expect(await scopeOf('\\u00e9', 'a = "caf\\u00e9"')).toBe('constant.character.escape');
    expect(await scopeOf('\\x', 'a = "\\x"')).toBe('invalid.illegal.escape');
  });

  it('reads inline tables', async () => {
    const found = await tokens('mirror = [{ location = "a", insecure = true }, { location = "b" }]');
    expect(found.filter(([part]) => part === 'location').map(([, scope]) => scope)).toEqual([
      'support.type.property-name.known',
      'support.type.property-name.known',
    ]);
    expect(found).toContainEqual(['true', 'constant.language.boolean']);
  });

  it('does not let an open text swallow the key of the next line', async () => {
    expect(await scopeOf('location', 'prefix = "quay.io\nlocation = "x"')).toBe(
      'support.type.property-name.known',
    );
  });

  it('shows suppressions inside comments', async () => {
    const text = '# mirrorwright-ignore MW110: ours';
    expect(await scopeOf('mirrorwright-ignore', text)).toBe('keyword.other.suppression');
    expect(await scopeOf('MW110', text)).toBe('constant.other.rule');
  });

  it('takes time in proportion to a line of half a megabyte', async () => {
    const grammar = (await registry.loadGrammar('source.registries-conf'))!;
    const line = `a = "${'x.'.repeat(250_000)}"`;
    expect(grammar.tokenizeLine(line, textmate.INITIAL).tokens.at(-1)!.endIndex).toBeGreaterThanOrEqual(
      line.length,
    );
  });
});
