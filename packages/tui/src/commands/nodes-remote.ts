import { mkdir } from 'node:fs/promises';
import { maskText, type NodeFailure, type NodeReport, neutralize, type Receipt } from '@mirrorwright/core';
import { writeAtomic } from '@mirrorwright/io';
import {
  type ChosenNode,
  codeOfFailures,
  driftOf,
  driftText,
  eachNode,
  failureOf,
  failureText,
  type Look,
  lookAt,
  outcomeWords,
  settleUnknown,
} from '@mirrorwright/io/push';
import { exitCodes, usageError } from '../cli/exit.ts';
import { flagOption, type Invocation, listOption, stringOption } from '../cli/spec.ts';
import { quote } from '../cli/words.ts';
import { chosenNodes } from '../push/choose.ts';
import type { Outside } from '../push/outside.ts';
import { numberOption } from '../push/wanted.ts';

/** What one node answered. */
type Answer<T> = { readonly node: ChosenNode } & ({ readonly value: T } | { readonly failure: NodeFailure });

/** Names given as arguments stand for --node. */
async function ask<T>(
  { args, options }: Invocation,
  outside: Outside,
  question: (node: ChosenNode, session: Awaited<ReturnType<Outside['connect']>>) => Promise<T>,
): Promise<readonly Answer<T>[]> {
  const nodes = await chosenNodes(options, [...args, ...listOption(options, 'node')]);
  return eachNode(nodes, numberOption(options, 'parallel', 1) ?? 8, async (node): Promise<Answer<T>> => {
    try {
      const session = await outside.connect(node.address);
      try {
        return { node, value: await question(node, session) };
      } finally {
        await session.close();
      }
    } catch (error) {
      return { node, failure: failureOf(error) };
    }
  });
}

/** 0 when all answered, 4 when every failure was authentication, else 1. */
function codeOfAnswers(answers: readonly Answer<unknown>[]): number {
  const kinds = answers.flatMap((answer) => ('failure' in answer ? [answer.failure.kind] : []));
  return kinds.length === 0 ? exitCodes.ok : codeOfFailures(kinds);
}

/** `mirrorwright nodes check`: whether each node can be reached and written, what runs on it, what is left over. */
export async function runCheck(invocation: Invocation, outside: Outside): Promise<number> {
  const { options, streams } = invocation;
  const repair = flagOption(options, 'repair');
  const receipts = await outside.receipts.list();
  const answers = await ask(invocation, outside, async (node, session) => {
    const { name } = node.entry;
    const look = await lookAt(session, node.address, []);
    const repaired =
      repair && look.facts.unsettledJournal !== undefined
        ? await session.repair(outside.pushId(), (step) => streams.err(`${name}: ${step}\n`))
        : undefined;
    await settleUnknown(name, session, receipts, outside);
    return { look, repaired };
  });
  const known = await outside.receipts.list();
  let bad = false;
  for (const answer of answers) {
    const { name } = answer.node.entry;
    if ('failure' in answer) streams.err(failureText(name, answer.failure));
    else {
      const { look, repaired } = answer.value;
      await streams.out(checkText(name, look, lastOf(known, name)));
      if (repaired !== undefined) await streams.out(`  settled: ${repairWords(repaired)}\n`);
      bad ||=
        look.facts.unsettledJournal !== undefined &&
        (repaired === undefined || repaired.failure !== undefined);
    }
  }
  return bad ? exitCodes.findings : codeOfAnswers(answers);
}

function repairWords({ outcome, failure }: NodeReport): string {
  return failure === undefined ? outcome : `${outcome}, ${failure.message}; next: ${failure.nextStep}`;
}

function checkText(
  name: string,
  { facts, survey, targets, unknown }: Look,
  last: string | undefined,
): string {
  const readers = [...targets.map(({ id }) => id), ...unknown];
  const lines = [
    `${name}: ${facts.hostname}, ${facts.os}, writes as ${survey.user.name}${facts.systemd ? '' : ', no systemd'}\n`,
    `  readers: ${readers.length === 0 ? 'none found' : readers.join(', ')}\n`,
    ...(last === undefined ? [] : [`  last from here: ${last}\n`]),
    ...(facts.unsettledJournal === undefined
      ? []
      : ['  an earlier push was interrupted: settle it with --repair, or push again\n']),
  ];
  // names and versions come from the node
  return neutralize(lines.join(''));
}

function lastOf(receipts: readonly Receipt[], name: string): string | undefined {
  for (const { pushId, kind, nodes } of receipts) {
    const node = nodes.find((each) => each.node === name);
    if (node !== undefined) return `${kind} ${pushId}, ${outcomeWords(node, kind)}`;
  }
  return undefined;
}

/** `mirrorwright nodes pull NODE --out DIR`: a folder that lint, explain and preview take with --root. */
export async function runPull(invocation: Invocation, outside: Outside): Promise<number> {
  const { options, streams } = invocation;
  const out = stringOption(options, 'out');
  if (out === undefined) throw usageError('say where to: --out DIR');
  const answers = await ask(invocation, outside, (node, session) =>
    lookAt(session, node.address, ['/etc/passwd']),
  );
  const alone = answers.length === 1;
  let failed = false;
  for (const answer of answers) {
    const { name } = answer.node.entry;
    if ('failure' in answer) streams.err(failureText(name, answer.failure));
    else failed = !(await writeSnapshot(alone ? out : `${out}/${name}`, answer.value, invocation)) || failed;
  }
  return failed ? exitCodes.findings : codeOfAnswers(answers);
}

async function writeSnapshot(folder: string, look: Look, { options, streams }: Invocation): Promise<boolean> {
  const fault = await mkdir(folder, { recursive: true, mode: 0o700 }).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (fault !== undefined) {
    streams.err(`mirrorwright: ${folder} cannot be made (${fault}); name another folder with --out\n`);
    return false;
  }
  let count = 0;
  let ok = true;
  const passwd = look.survey.texts.get('/etc/passwd');
  const files = [
    ...look.survey.snapshot.files,
    ...(passwd === undefined ? [] : [{ path: 'etc/passwd', text: passwd }]),
  ];
  for (const { path, text } of files) {
    const content = maskText(`/${path}`, text);
    if (content !== text) streams.err(`/${path} holds secrets; they are masked in the copy\n`);
    const written = await writeAtomic({ path, content, mode: 0o600, root: folder });
    if (written.ok) count++;
    else {
      ok = false;
      streams.err(`mirrorwright: ${folder}/${path} ${written.reason}\n`);
    }
  }
  for (const { path, reason } of look.survey.snapshot.unreadable)
    streams.err(`left out: /${path} ${reason}\n`);
  if (!flagOption(options, 'quiet')) {
    const targets = look.targets.map(({ id }) => ` --target ${id}`).join('');
    const { uid, name } = look.survey.user;
    const whose = uid === 0 ? '' : ` --user ${name}`;
    streams.err(
      `wrote ${count} files; look at them with: mirrorwright lint --root ${quote(folder)}${whose}${targets}\n`,
    );
  }
  return ok;
}

/** `mirrorwright nodes drift`: files that are not as the last push from here left them. */
export async function runDrift(invocation: Invocation, outside: Outside): Promise<number> {
  const { options, streams } = invocation;
  const answers = await ask(invocation, outside, (node, session) => driftOf(node, session));
  const json = stringOption(options, 'format') === 'json';
  const drifts = answers.flatMap((answer) => ('value' in answer ? [answer.value] : []));
  for (const answer of answers)
    if ('failure' in answer) streams.err(failureText(answer.node.entry.name, answer.failure));
  await streams.out(
    json ? `${JSON.stringify({ version: 1, nodes: drifts }, null, 2)}\n` : drifts.map(driftText).join(''),
  );
  const drifted = drifts.some(
    ({ files, unsettled }) => unsettled || files.some(({ state }) => state !== 'as-pushed'),
  );
  return drifted ? exitCodes.findings : codeOfAnswers(answers);
}

/** `mirrorwright nodes prune`: forgets backups on the nodes but the newest. */
export async function runPrune(invocation: Invocation, outside: Outside): Promise<number> {
  const { options, streams } = invocation;
  const keep = numberOption(options, 'keep', 0) ?? 10;
  if (!flagOption(options, 'yes')) {
    if (!outside.asks) throw usageError('backups are removed for good: confirm with --yes');
    if ((await outside.yes(`Remove all backups but those of the last ${keep} pushes?`)) !== true)
      return exitCodes.cancelled;
  }
  const answers = await ask(invocation, outside, async (_, session) => {
    const before = await session.receipts();
    await session.prune(keep);
    return before.length - (await session.receipts()).length;
  });
  for (const answer of answers) {
    const { name } = answer.node.entry;
    if ('failure' in answer) streams.err(failureText(name, answer.failure));
    else
      await streams.out(
        `${name}: removed the backups of ${answer.value} push${answer.value === 1 ? '' : 'es'}\n`,
      );
  }
  return codeOfAnswers(answers);
}
