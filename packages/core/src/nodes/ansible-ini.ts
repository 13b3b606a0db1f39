import { hostsOf } from './ansible-hosts.ts';
import type { InventoryGroup, InventoryHost, InventoryVar } from './ansible-vars.ts';
import type { NodesProblem } from './model.ts';

interface OpenGroup extends InventoryGroup {
  readonly hosts: InventoryHost[];
  readonly children: string[];
  readonly vars: InventoryVar[];
}

/** Reads an inventory in INI form; lines that are not understood are named. */
export function parseIniInventory(text: string, skipped: NodesProblem[]): readonly InventoryGroup[] {
  const groups = new Map<string, OpenGroup>();
  const groupOf = (name: string, line: number): OpenGroup => {
    const found = groups.get(name) ?? { name, line, hosts: [], children: [], vars: [] };
    groups.set(name, found);
    return found;
  };
  let [group, part] = [groupOf('ungrouped', 1), 'hosts'];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    const content = raw.trim();
    if (content === '' || /^[#;]/.test(content)) continue;
    if (content.length > 10_000) {
      skipped.push({ line, message: 'the line is too long' });
      continue;
    }
    const header = /^\[([^\]:]+)(?::(\w+))?\]\s*(?:[#;].*)?$/.exec(content);
    if (header !== null) {
      group = groupOf(header[1]!.trim(), line);
      part = header[2] ?? 'hosts';
      if (!['hosts', 'children', 'vars'].includes(part))
        skipped.push({ line, message: `${content} is no section of an inventory` });
    } else if (part === 'children') group.children.push(content.split(/\s/)[0]!);
    else if (part === 'vars') group.vars.push(...varsIn(content.replace(/\s*=\s*/, '='), line, true));
    else if (part === 'hosts') {
      const [pattern, ...rest] = wordsOf(content);
      const vars = rest.flatMap((word) => varsIn(word, line, false));
      group.hosts.push(...hostsOf(pattern!, line, vars, skipped));
    }
  }
  return [...groups.values()];
}

function varsIn(word: string, line: number, whole: boolean): readonly InventoryVar[] {
  const at = word.indexOf('=');
  if (at <= 0) return [];
  const value = word.slice(at + 1).trim();
  const bare = whole ? value.replace(/^(["'])(.*)\1$/, '$2') : value;
  return [{ key: word.slice(0, at).trim(), value: bare, line, vault: false }];
}

/** Words as a shell splits them, without any expansion; a comment ends the line. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/(?:^|\s)(#.*)|((?:[^\s"']|"[^"]*"|'[^']*')+)|["']/g)) {
    if (match[1] !== undefined) break;
    if (match[2] !== undefined) words.push(match[2].replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return words.length === 0 ? [text] : words;
}
