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
