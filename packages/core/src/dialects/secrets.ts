import { parseJson } from '../syntax/json.ts';
import { parseToml } from '../syntax/toml/parse.ts';
import type { ValueNode } from '../syntax/tree.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { privateKeys } from '../text/pem.ts';
import { sourceText } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { holdsSecrets, isReference, isSecretKey } from './secret-keys.ts';

/** What stands in the place of a secret; its length says nothing of the secret's. */
export const mask = '********';

/**
 * Where secrets stand in a text: values whose key says so (by the tree of the format the path or the text tells, and by
 * line where no tree can be made), user and password in addresses, Authorization headers, private keys.
 * Sorted, without overlap.
 */
export function secretSpans(path: string, text: string): readonly Span[] {
  return united([...keyedSpans(path, text), ...wordSpans(text, [...words, keyed])]);
}

/** The text with every secret replaced by stars; lines stay lines. */
export function maskText(path: string, text: string): string {
  return replaceSpans(text, secretSpans(path, text), maskLines);
}

/**
 * A text with stars in place of what its words alone show to be secret, of the same length, line by line: places in it
 * stay where they are. For excerpts, which may be no whole file.
 */
export function redactSecrets(text: string): string {
  if (!mayHoldSecrets.test(text)) return text;
  return replaceSpans(text, united(wordSpans(text, words)), (secret) => secret.replace(/[^\s"']/g, '*'));
}

const mayHoldSecrets =
  /:\/\/[^\s/]*@|auth|pass|secret|token|key|header|bearer|basic|dockerc|LS0tLS1CRUdJTiB/i;

function maskLines(secret: string): string {
  return secret.replace(/[^\r\n]+/g, mask);
}

function replaceSpans(text: string, spans: readonly Span[], hide: (secret: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    parts.push(text.slice(at, start), hide(text.slice(start, end)));
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

/** Without the quotes around it; what was found may end before the last one. */
function inner({ start, end }: Span, text: string): Span {
  const quote = text[start];
  if ((quote !== '"' && quote !== "'") || end - start < 2) return { start, end };
  return { start: start + 1, end: text[end - 1] === quote ? end - 1 : end };
}

interface Word {
  readonly pattern: RegExp;
  /** Whether what was found is a secret. */
  readonly counts?: (match: RegExpExecArray) => boolean;
}

/** `key = value` in any format and in prose: too much for an excerpt, in which words are read. */
const keyed: Word = {
  pattern: /(?<![\w.-])[\w.-]+["']?[ \t]*[:=][ \t]*("[^"\r\n]*"?|'[^'\r\n]*'?|[^\s,"'}\]][^\s,}\]]*)/dg,
  counts: (match) => isSecretKey(/^[\w.-]+/.exec(match[0])![0]) && isValue(match),
};

const pullSecret = String.raw`(?:\.dockerconfigjson|\.dockercfg|pullSecret)["']?[ \t]{0,8}:[ \t]{0,8}`;

/** Each with one group, the secret, marked by the flag d. None can be tried twice at one place: matching is linear. */
const words: readonly Word[] = [
  // logins, also in JSON inside of JSON
  {
    pattern:
      /\b(?:auth|password|identitytoken|registrytoken)\\{0,8}["']?[ \t]{0,8}:[ \t]{0,8}\\{0,8}["']?([^\s"'\\,}]+)/dg,
    counts: isLogin,
  },
  { pattern: new RegExp(`${pullSecret}("(?:[^"\\\\\\n]|\\\\.)*|'[^'\\n]*|[^"'|>\\s][^\\n]*)`, 'dg') },
  {
    pattern: new RegExp(`${pullSecret}[|>][-+0-9]{0,2}[ \\t]*\\n((?:[ \\t]+[^\\n]*(?:\\n|$))+)`, 'dg'),
  },
  // a private key in base64: BEGIN, and PRIVATE or the first letter of RSA, EC, OPENSSH, DSA
  { pattern: /LS0tLS1CRUdJTiB((?:QUklW|[SFPE])[A-Za-z0-9+/=]*)/dg },
  { pattern: /:\/\/([^\s/?#@"'<>]+)@/dg },
  { pattern: /(?<=^|["'\s=,[])([^\s"'/:@=,[]+:[^\s"'/@,]+)@(?!sha\d)(?=[a-z0-9[])/dgim },
  { pattern: /(?<![\w-])authorization["']?[ \t]*[:=][ \t]*([^\r\n]+)/dgi, counts: isValue },
  { pattern: /(?<!\w)(?:Bearer|Basic)[ \t]+((?=[\w+/.~-]*[A-Z0-9=])[\w+/.~-]{8,}=*)/dg },
  { pattern: privateKeys },
];

/** No list or mapping, whose own keys tell, and no reference, whose closing brace was not taken. */
function isLogin(match: RegExpExecArray): boolean {
  const value = match[1]!;
  const quoted = /["']$/.test(match[0].slice(0, -value.length));
  if (!quoted && /^[{[|>]/.test(value)) return false;
  return isValue(match) && !/^(?:\$\{\w*|\{\{[\w.]*)$/.test(value);
}

function isValue(match: RegExpExecArray): boolean {
  return !isReference(match[1]!.replace(/^["']|["'],?$/g, ''));
}

function wordSpans(text: string, patterns: readonly Word[]): readonly Span[] {
  return patterns.flatMap(({ pattern, counts }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      if (counts !== undefined && !counts(match)) return [];
      const [start, end] = match.indices![1]!;
      return [inner({ start, end }, text)];
    }),
  );
}
