/** Where white space stands in a TOML text. `from` and `to` are the neighbours: a punctuation mark, or a kind of token. */
export type GapPlace =
  /** Inside the brackets of a header. */
  | { readonly kind: 'header' }
  /** Above a statement; `from` is '' at the beginning of the text. */
  | { readonly kind: 'statement'; readonly from: string; readonly written: string; readonly header: boolean }
  | {
      readonly kind: 'within';
      readonly from: string;
      readonly to: string;
      readonly written: string;
      /** The brackets that are open, outermost first. */
      readonly open: readonly string[];
      readonly ends: boolean;
    };

export interface GapStyle {
  /** The line end of the text. */
  readonly line: string;
  readonly indent: string;
}

type Within = Extract<GapPlace, { kind: 'within' }>;

/** What should stand there. */
export function gapFor(place: GapPlace, style: GapStyle): string {
  if (place.kind === 'header') return '';
  if (place.kind === 'within') return within(place, style);
  if (place.from === '' || place.from === 'bom') return '';
  const lines = countLines(place.written);
  // a comment directly above a header may belong to it, or to what stands above: both stay as they are
  if (place.header && place.from !== 'comment') return style.line.repeat(2);
  return style.line.repeat(Math.max(1, Math.min(lines, 2)));
}

function within(place: Within, style: GapStyle): string {
  const { from, to, written, ends } = place;
  if (from === '' || from === 'bom') return '';
  if (ends) return style.line;
  const lines = countLines(written);
  if (lines > 0) return brokenGap(place, lines, style);
  if (to === 'comment') return written === '' ? ' ' : written;
  return spaceBetween(from, to);
}

/** A gap that ends a line. */
function brokenGap({ from, to, open }: Within, lines: number, { line, indent }: GapStyle): string {
  const closes = to === ']' || to === '}';
  const wanted = closes || from === '[' || from === '{' ? 1 : Math.min(lines, 2);
  if (to === ',' && !from.endsWith('comment')) return '';
  return line.repeat(wanted) + indent.repeat(Math.max(0, open.length - (closes ? 1 : 0)));
}

/** A gap within a line. */
function spaceBetween(from: string, to: string): string {
  if (from === '{' && to === '}') return '';
  if (from === '{' || to === '}') return ' ';
  if (from === '=' || to === '=') return ' ';
  if (to === ',' || from === '[' || to === ']' || from === '.' || to === '.') return '';
  return from === ',' ? ' ' : '';
}

function countLines(written: string): number {
  let count = 0;
  for (let at = written.indexOf('\n'); at !== -1; at = written.indexOf('\n', at + 1)) count++;
  return count;
}
