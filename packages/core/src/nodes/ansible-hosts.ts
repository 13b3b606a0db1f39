import type { InventoryHost, InventoryVar } from './ansible-vars.ts';
import type { NodesProblem } from './model.ts';

/** The hosts of a pattern, which may end in a port; what names none is told in `skipped`. */
export function hostsOf(
  pattern: string,
  line: number,
  vars: readonly InventoryVar[],
  skipped: NodesProblem[],
): readonly InventoryHost[] {
  const [, plain, port] = /^((?:[^:[\]]|\[[^\]]*\])+):(\d{1,5})$/.exec(pattern) ?? [undefined, pattern];
  const hosts = expandHosts(plain!);
  if (hosts.length === 0)
    skipped.push({ line, message: `${JSON.stringify(pattern.slice(0, 80))} names no hosts` });
  const own = port === undefined ? [] : [{ key: 'ansible_port', value: port, line, vault: false }];
  return hosts.map((name) => ({ name, line, vars: [...own, ...vars] }));
}

/** More hosts than this from one pattern are a mistake. */
const mostHosts = 10_000;

/** `web[01:10].example` names ten hosts, `db-[a:c]` three (Ansible, "Adding ranges of hosts"). Empty: no such pattern. */
export function expandHosts(pattern: string): readonly string[] {
  let hosts: readonly string[] = [''];
  for (const [whole, plain, first, last, step] of pattern.matchAll(
    /([^[\]]+)|\[(\w+):(\w+)(?::(\d+))?\]|[[\]]/g,
  )) {
    if (plain !== undefined) hosts = hosts.map((host) => host + plain);
    else if (first === undefined || last === undefined || whole.length === 1) return [];
    else {
      const range = rangeOf(first, last, Number(step ?? 1));
      if (range.length === 0 || hosts.length * range.length > mostHosts) return [];
      hosts = hosts.flatMap((host) => range.map((each) => host + each));
    }
  }
  return hosts;
}

function rangeOf(first: string, last: string, step: number): readonly string[] {
  const items: string[] = [];
  if (/^\d+$/.test(first) && /^\d+$/.test(last)) {
    const width = first.startsWith('0') && first.length > 1 ? first.length : 0;
    for (let at = Number(first); at <= Number(last) && items.length <= mostHosts && step > 0; at += step)
      items.push(String(at).padStart(width, '0'));
  } else if (/^[A-Za-z]$/.test(first) && /^[A-Za-z]$/.test(last))
    for (let at = first.charCodeAt(0); at <= last.charCodeAt(0) && step > 0; at += step)
      items.push(String.fromCharCode(at));
  return items;
}
