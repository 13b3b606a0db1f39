import { closest, rules } from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import type { Invocation } from '../cli/spec.ts';

/** `mirrorwright rules [CODE]`. */
export async function run({ args, streams }: Invocation): Promise<number> {
  const [wanted] = args;
  if (wanted === undefined) {
    const width = Math.max(0, ...rules.map(({ meta }) => meta.name.length));
    const lines = rules.map(
      ({ meta }) => `${meta.code}  ${meta.severity.padEnd(7)}  ${meta.name.padEnd(width)}  ${meta.summary}\n`,
    );
    await streams.out(lines.join(''));
    return exitCodes.ok;
  }
  const rule = rules.find(({ meta }) => meta.code === wanted.toUpperCase() || meta.name === wanted);
  if (rule === undefined) {
    const guess = closest(
      wanted,
      rules.flatMap(({ meta }) => [meta.code, meta.name]),
    );
    throw usageError(`no rule "${wanted}"${guess === undefined ? '' : `; did you mean ${guess}?`}`);
  }
  const { rulePages } = await import('../generated/rule-pages.ts');
  const page = rulePages.get(rule.meta.code)?.replace(/<!--.*?-->\n+/s, '');
  await streams.out(page ?? `${rule.meta.code} ${rule.meta.name}\n${rule.meta.summary}\n`);
  return exitCodes.ok;
}
