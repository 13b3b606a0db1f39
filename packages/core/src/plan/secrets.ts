import { holdsSecrets, isReference, isSecretKey } from '../dialects/secret-keys.ts';
import { parseJson } from '../syntax/json.ts';
import { parseToml } from '../syntax/toml/parse.ts';
import type { ValueNode } from '../syntax/tree.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { sourceText } from '../text/source.ts';
import type { Span } from '../text/span.ts';

/** What stands in the place of a secret; its length says nothing of the secret's. */
export const mask = '********';

/**
 * Where secrets stand in a text: values whose key says so (by the tree of the format the path or the text tells, and by
 * line where no tree can be made), user and password in addresses, Authorization headers, private keys.
 * Sorted, without overlap.
 */
export function secretSpans(path: string, text: string): readonly Span[] {
  return united([...keyedSpans(path, text), ...wordSpans(text)]);
}

/** The text with every secret replaced by stars; lines stay lines. */
export function maskText(path: string, text: string): string {
  return replaceSpans(text, secretSpans(path, text));
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]+/g, mask));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

function united(spans: readonly Span[]): readonly Span[] {
  const whole: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = whole.at(-1);
    if (span.end <= span.start) continue;
    if (last !== undefined && span.start <= last.end)
      whole[whole.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else whole.push(span);
  }
  return whole;
}

function keyedSpans(path: string, text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const root of treesOf(path, text)) collect(root, false, text, spans);
  return spans;
}

function treesOf(path: string, text: string): readonly ValueNode[] {
  const source = sourceText(text);
  if (/^\uFEFF?\s*[{[]/.test(text) && !/\.(?:toml|conf)$/.test(path)) return parseJson(source).documents;
  if (/\.(?:toml|conf)$/.test(path)) return parseToml(source).documents;
  return /\.ya?ml$/.test(path) ? parseYaml(source).documents : [];
}

interface Waiting {
  readonly node: ValueNode;
  readonly secret: boolean;
}

function collect(root: ValueNode, secret: boolean, text: string, spans: Span[]): void {
  const open: Waiting[] = [{ node: root, secret }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node } = next;
    const hidden = next.secret;
    if (node.kind === 'table')
      for (const { key, value } of node.entries)
        open.push({
          node: value,
          secret: hidden || holdsSecrets(key) || (isSecretKey(key) && !isTable(value)),
        });
    else if (node.kind === 'array') open.push(...node.items.map((item) => ({ node: item, secret: hidden })));
    else if (node.kind === 'scalar' && hidden && !isReference(String(node.value ?? '')))
      spans.push(inner(node.span, text));
  }
}

/** `auth:` of a registry is a mapping whose own keys tell what is secret. */
function isTable(node: ValueNode): boolean {
  return node.kind === 'table';
}

/** Without the quotes around it. */
function inner({ start, end }: Span, text: string): Span {
  const quote = text[start];
  const quoted = (quote === '"' || quote === "'") && text[end - 1] === quote && end - start >= 2;
  return quoted ? { start: start + 1, end: end - 1 } : { start, end };
}

interface Word {
  readonly pattern: RegExp;
  /** Whether what was found is a secret. */
  readonly counts?: (match: RegExpExecArray) => boolean;
}

/** Each with one group, the secret, marked by the flag d. None can be tried twice at one place: matching is linear. */
const words: readonly Word[] = [
  { pattern: /:\/\/([^\s/?#@"'<>]+)@/dg },
  { pattern: /(?<=^|["'\s=,[])([^\s"'/:@=,[]+:[^\s"'/@,]+)@(?!sha\d)(?=[a-z0-9[])/dgim },
  { pattern: /(?<![\w-])authorization["']?[ \t]*[:=][ \t]*([^\r\n]+)/dgi, counts: isValue },
  { pattern: /(?<!\w)(?:Bearer|Basic)[ \t]+((?=[\w+/.~-]*[A-Z0-9=])[\w+/.~-]{8,}=*)/dg },
  {
    pattern: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----([\s\S]*?)(?:-----END |$(?![\s\S]))/dg,
  },
  {
    pattern: /(?<![\w.-])[\w.-]+["']?[ \t]*[:=][ \t]*("[^"\r\n]*"?|'[^'\r\n]*'?|[^\s,"'}\]][^\s,}\]]*)/dg,
    counts: (match) => isSecretKey(/^[\w.-]+/.exec(match[0])![0]) && isValue(match),
  },
];

function isValue(match: RegExpExecArray): boolean {
  return !isReference(match[1]!.replace(/^["']|["'],?$/g, ''));
}

function wordSpans(text: string): readonly Span[] {
  return words.flatMap(({ pattern, counts }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      if (counts !== undefined && !counts(match)) return [];
      const [start, end] = match.indices![1]!;
      return [inner({ start, end }, text)];
    }),
  );
}
