import type { Shape } from '@mirrorwright/core';

/** What follows a new key: the mark and a value to fill in, in the form of the format. */
export function valueSnippet(shape: Shape, format: 'toml' | 'yaml' | 'json'): string {
  if (format === 'toml') return ` = ${tomlValue(shape)}`;
  return format === 'json' ? `: ${jsonValue(shape)}` : yamlValue(shape);
}

function tomlValue(shape: Shape): string {
  if (shape.kind === 'boolean') return choiceOf(['true', 'false']);
  if (shape.kind === 'list') return '[$1]';
  if (shape.kind === 'text' && shape.values !== undefined) return `"${choiceOf(shape.values)}"`;
  return '"$1"';
}

function yamlValue(shape: Shape): string {
  switch (shape.kind) {
    case 'boolean':
      return `: ${choiceOf(['true', 'false'])}`;
    case 'number':
      return shape.values === undefined ? ': $1' : `: ${choiceOf(shape.values.map(String))}`;
    case 'text':
      return shape.values === undefined ? ': $1' : `: ${choiceOf(shape.values)}`;
    case 'list':
      return ':\n  - $1';
    default:
      return ':\n  $1';
  }
}

function jsonValue(shape: Shape): string {
  if (shape.kind === 'boolean') return choiceOf(['true', 'false']);
  if (shape.kind === 'list') return '[$1]';
  if (shape.kind === 'text') return shape.values === undefined ? '"$1"' : `"${choiceOf(shape.values)}"`;
  return '{$1}';
}

function choiceOf(values: readonly string[]): string {
  return `\${1|${values.join(',')}|}`;
}

/** A value as it is written in the format where no quotes stand yet. */
export function quotedValue(value: string, format: 'toml' | 'yaml' | 'json'): string {
  return format === 'yaml' && isPlainYaml(value) ? value : `"${value}"`;
}

/** Whether readers of YAML take the bare word for a string: no alias, number or word with another meaning. */
export function isPlainYaml(value: string): boolean {
  if (!/^[A-Za-z0-9][\w./:@-]*$/.test(value) || value.endsWith(':')) return false;
  return !/^(?:y|n|yes|no|on|off|true|false|null|\d[\d_.:]*(?:e[-+]?\d+)?|0[xob][\da-f_]+)$/i.test(value);
}

/** A snippet for clients that do not know snippets: its default texts, and nothing where it has none. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\d+/g, '');
}
