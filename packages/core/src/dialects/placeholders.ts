const pairs: readonly (readonly [string, string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
];

/**
 * Whether a text is a template: Jinja, Go template, ERB and `!!name!!` marks outside comments.
 * Searched by hand: a pattern would take a time that grows with the square of a hostile line.
 */
export function hasPlaceholders(text: string): boolean {
  if (!pairs.some(([open]) => text.includes(open)) && !text.includes('!!')) return false;
  return text.split('\n').some(lineHasPlaceholder);
}

function lineHasPlaceholder(line: string): boolean {
  const comment = line.indexOf('#');
  const outside = (at: number): boolean => at !== -1 && (comment === -1 || at < comment);
  const paired = pairs.some(([open, close]) => {
    const at = line.indexOf(open);
    return outside(at) && line.includes(close, at + open.length);
  });
  if (paired) return true;
  const name = /[\w.-]+!!/y;
  for (let at = line.indexOf('!!'); outside(at); at = line.indexOf('!!', at + 1)) {
    name.lastIndex = at + 2;
    if (name.test(line)) return true;
  }
  return false;
}
