import fc from 'fast-check';

const KEYS = ['a', 'b', 'c', '"a"', "'b'", '"x y"', '__proto__', 'constructor', '"\\u0041"', '0', '-'];
const SCALARS = [
  '1',
  '-0',
  '+7',
  '1_000',
  '0xFF',
  '0o7',
  '0b1',
  '9007199254740993',
  '1.5',
  '-2e3',
  '6.02E+23',
  'inf',
  '-inf',
  'true',
  'false',
  '""',
  '"docker.io"',
  '"a\\tb\\u00e9\\U0001F600"',
  "'C:\\dir'",
  '"""x"""',
  '"""\nline\\\n   folded ""quotes"""""',
  "'''\nraw\n'''",
  "''''x'''''",
  '1979-05-27',
  '07:32:00',
  '07:32:00.5',
  '1979-05-27T07:32:00Z',
  '1979-05-27 07:32:00-08:00',
  '1979-05-27T07:32:00',
];

const key: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3 })
  .chain((parts) => fc.constantFrom('.', '.', ' . ').map((dot) => parts.join(dot)));

const { value } = fc.letrec<{ value: string; array: string; inline: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: fc.constantFrom(...SCALARS) },
    { weight: 1, arbitrary: tie('array') },
    { weight: 1, arbitrary: tie('inline') },
  ),
  array: fc
    .tuple(
      fc.array(tie('value'), { maxLength: 3 }),
      fc.constantFrom(', ', ',', ',\n  ', ' # c\n,\r\n'),
      fc.constantFrom('', ' ', '\n'),
    )
    .map(([items, comma, pad]) => `[${pad}${items.join(comma)}${pad}]`),
  inline: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 3 })
    .map((pairs) => `{ ${pairs.map(([name, item]) => `${name} = ${item}`).join(', ')} }`),
}));

const statement: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(key, value).map(([name, item]) => `${name} = ${item}`) },
  { weight: 2, arbitrary: key.map((name) => `[${name}]`) },
  { weight: 2, arbitrary: key.map((name) => `[[ ${name} ]]`) },
  { weight: 1, arbitrary: fc.constantFrom('', '# comment', '   \t') },
);

/** Documents of well-formed statements; their definitions may be in conflict with each other. */
export const documents: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(statement, { maxLength: 8 }),
    fc.constantFrom('\n', '\n', '\r\n'),
    fc.constantFrom('', ' # c'),
  )
  .map(([lines, end, tail]) => lines.map((line) => `${line}${tail}${end}`).join(''));

const PIECES = [
  ...'[]{}"\'=,.#\\\n\r\t 0_-+:eTZ',
  '\r\n',
  '"""',
  "'''",
  '[[',
  ']]',
  '\u0000',
  '\u007f',
  '\ud800',
  '\ufeff',
];

const change: fc.Arbitrary<(text: string) => string> = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), fc.constantFrom('', '', ...PIECES))
  .map(([where, removed, inserted]) => (text) => {
    const at = Math.floor(where * text.length);
    return text.slice(0, at) + inserted + text.slice(at + removed);
  });

/** Documents with a few characters removed, replaced or put in. */
export const mutatedDocuments: fc.Arbitrary<string> = fc
  .tuple(documents, fc.array(change, { minLength: 1, maxLength: 3 }))
  .map(([text, changes]) => changes.reduce((changed, apply) => apply(changed), text));
