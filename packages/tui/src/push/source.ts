import { neutralize, type Plan, readPlan } from '@mirrorwright/core';
import { readText } from '@mirrorwright/io';
import { type ChosenNode, codeOfFailures, failureText, makePlan } from '@mirrorwright/io/push';
import { exitCodes, usageError } from '../cli/exit.ts';
import { listOption, type Options, stringOption } from '../cli/spec.ts';
import type { Streams } from '../cli/streams.ts';
import { allNodes, chosenNodes } from './choose.ts';
import type { Outside } from './outside.ts';
import { askedTargets, numberOption, reloadOf, wantedOf } from './wanted.ts';

/** A plan and the nodes it is for, by name. */
export interface PlanSource {
  readonly plan: Plan;
  readonly id: string;
  readonly nodes: ReadonlyMap<string, ChosenNode>;
  /** What a person has to do beside the files; only known where the plan was made just now. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
}

const fromPlan = ['policy', 'file', 'node', 'group', 'target', 'allow-path'] as const;

/** The plan of a file, or one made now. A number is the exit code of why there is none. */
export async function planSource(
  args: readonly string[],
  options: Options,
  streams: Streams,
  outside: Outside,
): Promise<PlanSource | number> {
  const [path] = args;
  if (path === undefined) return madeNow(options, streams, outside);
  const clash = fromPlan.find(
    (name) => stringOption(options, name) !== undefined || listOption(options, name).length > 0,
  );
  if (clash !== undefined) throw usageError(`a plan file says what goes where: leave out --${clash}`);
  const read = await readText(path);
  const result = read.ok
    ? readPlan(path, read.text)
    : { ok: false as const, message: `${path} ${read.reason}` };
  if (!result.ok) {
    streams.err(`mirrorwright: ${result.message}\n`);
    return exitCodes.findings;
  }
  const all = new Map((await allNodes(options)).map((node) => [node.entry.name, node]));
  // a machine that is read from a folder needs no address
  if (stringOption(options, 'root') !== undefined)
    for (const { machine } of result.plan.nodes)
      if (!all.has(machine.name))
        all.set(machine.name, { entry: { ...machine, groups: [], labels: {} }, address: machine });
  const missing = result.plan.nodes.map(({ machine }) => machine.name).filter((name) => !all.has(name));
  if (missing.length > 0) {
    streams.err(
      neutralize(
        `mirrorwright: the nodes file has no ${missing.join(', ')}, which the plan is for; use the nodes file it was made with (--nodes FILE)\n`,
      ),
    );
    return exitCodes.findings;
  }
  return { plan: result.plan, id: result.id, nodes: all, notes: new Map() };
}

async function madeNow(options: Options, streams: Streams, outside: Outside): Promise<PlanSource | number> {
  const wanted = await wantedOf(options);
  const nodes = await chosenNodes(options);
  const { all, plan, id, against } = await makePlan(
    nodes,
    {
      wanted,
      targets: askedTargets(options),
      allowPaths: listOption(options, 'allow-path'),
      reload: reloadOf(options),
      parallel: numberOption(options, 'parallel', 1) ?? 8,
    },
    outside,
  );
  const kinds = all.flatMap((each) => ('failure' in each ? [each.failure.kind] : []));
  for (const { node, failure } of against) streams.err(failureText(node, failure));
  if (against.length > 0) return kinds.length === against.length ? codeOfFailures(kinds) : exitCodes.findings;
  const planned = all.flatMap((each) => ('planned' in each ? [each.planned] : []));
  return {
    plan,
    id,
    nodes: new Map(nodes.map((node) => [node.entry.name, node])),
    notes: new Map(planned.map(({ node, notes }) => [node.machine.name, notes])),
  };
}
