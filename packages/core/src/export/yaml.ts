import { yamlText } from '../policy/write.ts';

/** Code points that YAML readers of both versions take raw between double quotes. */
const printable = /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]$/u;

/** Text as a YAML scalar that no reader takes for anything else. */
export function scalar(text: string): string {
  return yamlText(text) === text ? text : quoted(text);
}

function quoted(text: string): string {
  const parts = [...text].map((character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    if (printable.test(character)) return character;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${parts.join('')}"`;
}

/** Text for Ansible, which would take braces in any other text for a template. */
export function unsafe(text: string): string {
  return yamlText(text) === text ? text : `!unsafe ${quoted(text)}`;
}

/** Text after `key:`, over lines where that reads better. The lines are indented by `indent`. */
export function block(text: string, indent: string): string {
  const body = text.replace(/\n+$/, '');
  const lines = body.split('\n');
  const plain = lines.every((line) => [...line].every((each) => each === '\t' || printable.test(each)));
  // a first line that begins with a blank would set the indentation, and lines of blanks alone are counted differently
  const odd =
    /^[\s#]/.test(body) && !body.startsWith('#') ? true : lines.some((line) => /^[ \t]+$/.test(line));
  if (!text.includes('\n') || body === '' || !plain || odd) return quoted(text);
  const end = text.length - body.length;
  const mark = end === 0 ? '|-' : end === 1 ? '|' : '|+';
  const tail = '\n'.repeat(Math.max(0, end - 1));
  return `${mark}\n${lines.map((line) => (line === '' ? '' : `${indent}${line}`)).join('\n')}${tail}`;
}
