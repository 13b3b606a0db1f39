import fc from 'fast-check';

/** Small documents with odd layouts. Every one is valid; keys are unique. */

type Lines = readonly string[];

const gap = fc.constantFrom('', '', ' ', '  ');
const comment = fc.constantFrom('', '', '', ' # why', '# glued', '   #  = "x" [a]');
const equals = fc.constantFrom(' = ', '=', ' =', '= ', '   = ', '\t=\t');
const word = fc.constantFrom('a', 'quay.io', 'x y', '#', "it's", '"q"', 'a\\b', '', 'ü', '[x]', 'yes', '12');

const tomlString = word.chain((text) =>
  fc.constantFrom(
    JSON.stringify(text),
    text.includes("'") ? JSON.stringify(text) : `'${text}'`,
    `"""\n${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"""`,
  ),
);
const tomlScalar = fc.oneof(
  tomlString,
  fc.constantFrom('1', '1_000', '0x1F', '1.5', '-inf', 'true', '1979-05-27'),
);

/** Items between brackets, on one line or on several, with or without a comma behind the last. */
const tomlArray = fc
  .tuple(
    fc.array(tomlScalar, { maxLength: 4 }),
    fc.constantFrom('line', 'lines', 'mixed'),
    fc.boolean(),
    fc.array(comment, { minLength: 5, maxLength: 5 }),
    gap,
  )
  .map(([items, layout, trailing, comments, pad]) => {
    const comma = (i: number) => (i < items.length - 1 || trailing ? ',' : '');
    if (layout === 'line' || items.length === 0) {
      const tail = trailing && items.length > 0 ? ',' : '';
      return `[${pad}${items.join(`,${pad}`)}${tail}${pad}]`;
    }
    if (layout === 'mixed') return `[ ${items.map((item, i) => item + comma(i)).join(i2(pad))}\n]`;
    return `[\n${items.map((item, i) => `  ${item}${comma(i)}${comments[i]}\n`).join('')}${pad}]`;
  });

function i2(pad: string): string {
  return pad === '' ? '\n  ' : pad;
}

const tomlInline = fc
  .tuple(fc.array(fc.oneof(tomlScalar, tomlArray), { maxLength: 3 }), gap, equals)
  .map(([items, pad, sign]) => {
    const body = items.map((item, i) => `k${i}${sign}${item}`).join(`,${pad}`);
    return `{${pad}${body}${body === '' ? '' : pad}}`;
  });

const tomlValue = fc.oneof(tomlScalar, tomlScalar, tomlArray, tomlInline);
const above = fc.constantFrom<Lines>([], [], [], ['# about it'], ['', '# alone', ''], ['']);

function body(prefix: string, indent: string): fc.Arbitrary<Lines> {
  return fc
    .array(fc.tuple(above, equals, tomlValue, comment, fc.boolean()), { maxLength: 4 })
    .map((keys) =>
      keys.flatMap(([before, sign, value, after, dotted], i) => [
        ...before,
        `${indent}${prefix}${dotted && i > 1 ? 'dot.' : ''}key${i}${sign}${value}${after}`,
      ]),
    );
}

const section = fc
  .tuple(
    fc.constantFrom('[[registry]]', '[[registry.mirror]]', '[table]', '[other.sub]'),
    fc.constantFrom('', '', '  ', '\t'),
    fc.constantFrom<Lines>([''], [''], [], ['', '# header'], ['# header'], ['', '']),
    comment,
  )
  .chain(([header, indent, before, after]) =>
    body('', indent.repeat(2)).map((lines) => ({
      header,
      lines: [...before, `${indent}${header}${after}`, ...lines],
    })),
  );

/** TOML like registries.conf, with every layout we know of. */
export const tomlDocument: fc.Arbitrary<string> = fc
  .tuple(
    body('root_', ''),
    fc.array(section, { maxLength: 6 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
    fc.constantFrom<Lines>([], ['# the file'], ['# the file', '']),
  )
  .map(([root, sections, eol, final, top]) => {
    const seen = new Set<string>();
    const lines = [...top, ...root];
    for (const { header, lines: more } of sections) {
      if (header === '[[registry.mirror]]' && !seen.has('[[registry]]')) continue;
      if (!header.startsWith('[[') && seen.has(header)) continue;
      seen.add(header);
      lines.push(...more);
    }
    const text = lines.join('\n') + (final && lines.length > 0 ? '\n' : '');
    return text.replaceAll('\n', eol);
  });

const leaf = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(1.5, -0.25));
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c d', '__proto__', 'e'), tie('value'), { maxKeys: 3 }),
  ),
}));
const container = fc.oneof(
  fc.array(json, { maxLength: 4 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'c d', 'e', 'f'), json, { maxKeys: 4 }),
);

/** JSON as people and programs write it. */
export const jsonDocument: fc.Arbitrary<string> = fc
  .tuple(
    container,
    fc.constantFrom<string | number>(0, 2, 4, '\t', ' '),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([value, indent, eol, final, spaced]) => {
    const text = JSON.stringify(value, null, indent);
    const loose = spaced && indent === 0 ? text.replaceAll(/([[{])(?=[^\]}])/g, '$1 ') : text;
    return (loose + (final ? '\n' : '')).replaceAll('\n', eol);
  });

function yamlLines(value: Json, indent: string, pick: () => number): string[] {
  const noise = () => [[], [], [], [`${indent}# own`], ['']][pick() % 5]!;
  const tail = () => ['', '', '', ' # why'][pick() % 4]!;
  if (Array.isArray(value))
    return value.flatMap((item) => {
      if (!isBlock(item) || pick() % 3 === 0) return [...noise(), `${indent}- ${flow(item, pick)}${tail()}`];
      const lines = yamlLines(item, `${indent}  `, () => 0);
      return [...noise(), `${indent}- ${lines[0]!.slice(indent.length + 2)}`, ...lines.slice(1)];
    });
  return Object.entries(value as { [key: string]: Json }).flatMap(([key, item]) => {
    if (!isBlock(item) || pick() % 4 === 0)
      return [...noise(), `${indent}${key}: ${flow(item, pick)}${tail()}`];
    const deeper = Array.isArray(item) && pick() % 2 === 0 ? indent : `${indent}  `;
    return [...noise(), `${indent}${key}:${tail()}`, ...yamlLines(item, deeper, pick)];
  });
}

function isBlock(value: Json): boolean {
  return value !== null && typeof value === 'object' && Object.keys(value).length > 0;
}

function flow(value: Json, pick: () => number): string {
  const simple = typeof value === 'string' && /^(?:a|quay\.io|x y|ü)$/.test(value);
  if (simple && pick() % 2 === 0) return value;
  if (typeof value === 'string' && pick() % 3 === 0) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value)!;
}

/** YAML in block and flow style with comments. */
export const yamlDocument: fc.Arbitrary<string> = fc
  .tuple(
    container.filter(isBlock),
    fc.array(fc.nat(), { minLength: 5, maxLength: 20 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([value, picks, eol, final]) => {
    let next = 0;
    const pick = () => picks[next++ % picks.length]!;
    const lines = yamlLines(value, '', pick);
    return ['# top', ...lines].join(eol) + (final ? eol : '');
  });
