import { createHash } from 'node:crypto';
import { applyResources } from '@mirrorwright/io';
import { shownId } from '@mirrorwright/io/push';
import { exitCodes } from '../cli/exit.ts';
import { listFiles } from '../cli/node-files.ts';
import { flagOption, type Invocation } from '../cli/spec.ts';
import { confirm } from '../push/confirm.ts';
import type { Outside } from '../push/outside.ts';
import { resourcesOf } from './resources.ts';

/** `push --via kubectl --target openshift@4.16`: shows the resources, asks, and applies them. */
export async function pushResources(invocation: Invocation, outside: Outside): Promise<number> {
  const { options, streams } = invocation;
  const made = await resourcesOf(invocation);
  if (typeof made === 'number') return made;
  if (made.files.length === 0) {
    await streams.out('nothing to change\n');
    return exitCodes.ok;
  }
  const text = listFiles(made.files);
  const id = createHash('sha256').update(text).digest('hex');
  await streams.out(
    `${text}\nplan ${shownId(id)}: ${made.files.length} resources in the current context of kubectl\n`,
  );
  for (const note of made.notes) streams.err(`note: ${note}\n`);
  const danger = { severity: 'severe', reasons: ['the whole cluster is changed'] } as const;
  await streams.out('severe: the operator changes every node it renders for, and may drain or reboot it\n');
  const dryRun = flagOption(options, 'dry-run');
  if (!dryRun) {
    const confirmed = await confirm(id, danger, `Apply plan ${shownId(id)}?`, options, outside);
    if (!confirmed.ok) {
      streams.err(confirmed.text);
      return confirmed.code;
    }
  }
  const applied = await applyResources(made, { dryRun });
  if (applied.ok) await streams.out(applied.text);
  else streams.err(`mirrorwright: ${applied.text}`);
  return applied.ok
    ? exitCodes.ok
    : applied.kind === 'authentication'
      ? exitCodes.authentication
      : exitCodes.findings;
}
