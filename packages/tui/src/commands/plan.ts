import { type Plan, planIdOf, writePlan } from '@mirrorwright/core';
import { writeAtomic } from '@mirrorwright/io';
import { codeOfFailures, failureText, makePlan, type Planned, shownId } from '@mirrorwright/io/push';
import { exitCodes, usageError } from '../cli/exit.ts';
import { flagOption, type Invocation, listOption, type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';
import { quote, sameOptions } from '../cli/words.ts';
import { withSnapshots } from '../export/via.ts';
import { chosenNodes } from '../push/choose.ts';
import { type Outside, realOutside } from '../push/outside.ts';
import { planJson } from '../push/plan-json.ts';
import { dangerText, nodeText } from '../push/show.ts';
import { askedTargets, numberOption, reloadOf, wantedOf } from '../push/wanted.ts';

/** `mirrorwright plan`. */
export function run(invocation: Invocation): Promise<number> {
  return runPlan(invocation, realOutside(invocation.options));
}

/** Looks at the nodes, shows what a push would do and writes the plan. Nothing is written on a node. */
export async function runPlan(invocation: Invocation, world: Outside): Promise<number> {
  const { args, options, streams } = invocation;
  const outside = withSnapshots(invocation, world);
  if (stringOption(options, 'export') !== undefined)
    return (await import('../export/plan-export.ts')).runExport(invocation, outside);
  if (args.length > 0)
    throw usageError('a plan file is taken with --export; to see it again: mirrorwright push');
  const wanted = await wantedOf(options);
  const reload = reloadOf(options);
  const nodes = await chosenNodes(options);
  const parallel = numberOption(options, 'parallel', 1) ?? 8;
  const targets = askedTargets(options);
  const allowPaths = listOption(options, 'allow-path');
  const { all, plan, id, danger, against } = await makePlan(
    nodes,
    { wanted, targets, allowPaths, reload, parallel },
    outside,
  );
  const json = stringOption(options, 'format') === 'json';
  if (json) await streams.out(planJson({ all, id, danger }));
  else for (const each of all) await streams.out(plannedText(each));
  for (const each of all) streams.err(refusalText(each));
  const failures = all.flatMap((each) => ('failure' in each ? [each.failure.kind] : []));
  if (against.length > 0) {
    streams.err('mirrorwright: no plan was made: every chosen node must be planned\n');
    return failures.length === against.length ? codeOfFailures(failures) : exitCodes.findings;
  }
  if (!json)
    await streams.out(plan.nodes.length === 0 ? 'nothing to change\n' : dangerText(plan, danger, id));
  const code = await writeOut(plan, options, streams);
  if (code !== exitCodes.ok) return code;
  return flagOption(options, 'exit-code') && plan.nodes.length > 0 ? exitCodes.pending : exitCodes.ok;
}

/** Writes the plan, or its export, where it is wanted. */
async function writeOut(plan: Plan, options: Options, streams: Streams): Promise<number> {
  const out = stringOption(options, 'out');
  if (out === undefined) return exitCodes.ok;
  const written = await writeAtomic({ path: out, content: writePlan(plan), mode: 0o600 });
  if (!written.ok) {
    streams.err(`mirrorwright: ${out} ${written.reason}\n`);
    return exitCodes.findings;
  }
  if (!flagOption(options, 'quiet'))
    streams.err(
      `wrote ${out}; push it with: mirrorwright push ${quote(out)}${sameOptions(options, ['nodes', 'reload', 'restart'])}  (plan ${shownId(planIdOf(plan))})\n`,
    );
  return exitCodes.ok;
}

function plannedText(each: Planned): string {
  if ('failure' in each) return '';
  const { node, changes, notes } = each.planned;
  const unknown = each.unknown.map((text) => `on the node, not judged: ${text}`);
  return `${nodeText({ node, changes, impact: node.impact, findings: node.findings, losses: node.losses, notes: [...notes, ...unknown] })}\n`;
}

function refusalText(each: Planned): string {
  const { name } = each.node.entry;
  if ('failure' in each) return failureText(name, each.failure);
  const left =
    each.unsettled === undefined
      ? ''
      : `${name}: an earlier push was interrupted; the next push settles it\n`;
  return left + each.planned.refusals.map((refusal) => failureText(name, refusal)).join('');
}
