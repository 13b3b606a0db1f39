import type { NodeFailure, NodeOutcome, NodeReport } from '@mirrorwright/core';
import { asKind, failure, NodeError } from '../session/failures.ts';
import type { Part } from './order.ts';
import { outcomeNamed } from './outcomes.ts';
import { type Answer, explain, type Wire } from './wire.ts';
import { fromWord } from './words.ts';

export interface GuardedTask {
  readonly task: 'apply' | 'rollback' | 'repair';
  readonly node: string;
  readonly pushId: string;
  readonly leaseSeconds: number;
  readonly dryRun: boolean;
  readonly parts: readonly Part[];
  readonly onStep: (step: string, detail?: string) => void;
}

type Step = NodeReport['steps'][number];
type Validation = NodeReport['validated'][number];

interface Watch {
  readonly steps: Step[];
  readonly validated: Validation[];
  isCommitted: boolean;
  settled: string;
}

/** Hands an order to the node's guard, keeps its lease alive, and says how it ended. */
export async function runGuarded(wire: Wire, request: GuardedTask): Promise<NodeReport> {
  const watch: Watch = { steps: [], validated: [], isCommitted: false, settled: '' };
  const report = (outcome: NodeOutcome, reason?: NodeFailure): NodeReport => ({
    node: request.node,
    pushId: request.pushId,
    outcome,
    ...(reason === undefined ? {} : { failure: reason }),
    steps: watch.steps,
    validated: watch.validated,
  });
  try {
    await spool(wire, request);
  } catch (error) {
    // until the guard is started nothing of the order is more than a spool, which the node drops
    if (error instanceof NodeError) return report('refused', error.failure);
    throw error;
  }
  const renewal = setInterval(() => void wire.send('renew'), (request.leaseSeconds * 1000) / 3);
  try {
    return await follow(wire, request, watch, report);
  } finally {
    clearInterval(renewal);
  }
}

/** Lines go with the first request; a file waits for the answer to the one before. */
async function spool(wire: Wire, { pushId, dryRun, parts }: GuardedTask): Promise<void> {
  const lines = parts.flatMap((part) =>
    'lines' in part ? part.lines.map((line) => `line ${part.name} :${line}:`) : [],
  );
  await wire.demand([`open ${pushId} ${dryRun ? 'dry' : 'wet'}`, ...lines].join('\n'));
  for (const part of parts) if ('content' in part) await wire.demand(`put ${part.name}`, part.content);
}

/** Seconds beyond the lease after which a guard that says nothing is given up. */
const margin = 10;

/** Seconds that a step may take because it waits for other programs, whose limits these are. */
const patience: Readonly<Record<string, number>> = {
  // three calls of each of four readers
  validate: 140,
  'test-pull': 610,
  // systemd gives a unit the time that the unit asks for
  reload: 900,
  restart: 900,
  'try-restart': 900,
  'reload-again': 900,
  health: 60,
};

type MakeReport = (outcome: NodeOutcome, reason?: NodeFailure) => NodeReport;

async function follow(
  wire: Wire,
  request: GuardedTask,
  watch: Watch,
  report: MakeReport,
): Promise<NodeReport> {
  await wire.send(`start ${request.task} ${request.dryRun ? 'dry' : 'wet'}`);
  let deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await within(wire, deadline);
    if (answer === undefined || answer === 'late') return lost(request, watch, report, answer === 'late');
    if (answer.key === 'no') {
      const kind = asKind(answer.words[0] ?? '');
      return report('refused', failure(kind, explain(request.node, kind, fromWord(answer.words[1] ?? '-'))));
    }
    if (answer.key === 'validated') watch.validated.push(toValidation(answer));
    if (answer.key === 'outcome') return ended(answer, request, watch, report);
    if (answer.key !== 'step') continue;
    const step = takeStep(answer, request, watch);
    if (step === 'await-confirm') await wire.send('confirm');
    // a guard that stands still is not waited for, nor one that the machine does not let finish (`waits`)
    deadline = Date.now() + (request.leaseSeconds + margin + (patience[step] ?? 0)) * 1000;
  }
}

function takeStep({ words }: Answer, { onStep }: GuardedTask, watch: Watch): string {
  const [step = '', word = '-'] = words;
  const detail = fromWord(word);
  watch.steps.push({ step, at: Date.now(), ...(detail === '' ? {} : { detail }) });
  if (step === 'journal-committed') watch.isCommitted = true;
  if (step === 'settled') watch.settled = detail.split(' ').at(-1) ?? '';
  onStep(step, detail === '' ? undefined : detail);
  return step;
}

function toValidation({ words }: Answer): Validation {
  const [reader = '', result = '', word = '-'] = words;
  const detail = fromWord(word);
  return {
    reader,
    result: result === 'ok' || result === 'failed' ? result : 'not-validated',
    ...(detail === '' ? {} : { detail }),
  };
}

function ended({ words }: Answer, request: GuardedTask, watch: Watch, report: MakeReport): NodeReport {
  const [word = '', kindWord = '-', messageWord = '-'] = words;
  const message = fromWord(messageWord);
  const outcome = outcomeNamed(word) ?? 'unknown';
  if (request.task === 'repair' && outcome === 'unchanged')
    return report(outcomeNamed(watch.settled) ?? 'unchanged');
  if (kindWord === '-') return report(outcome);
  const kind = asKind(kindWord);
  if (outcome === 'unknown') return lost(request, watch, report, false, message);
  return report(outcome, failure(kind, explain(request.node, kind, message), nextStepFor(kind, message)));
}

function nextStepFor(kind: string, message: string): string | undefined {
  if (message === 'cancelled') return 'nothing is left to do; push again when you want to';
  if (kind === 'journal-unsettled')
    return 'put back one of the two texts that the push knew (its backups are named), then push again; or remove the journal, /var/lib/mirrorwright/journal, to keep the files as they are';
  return undefined;
}

/** The connection is gone, or the guard went silent: what is certain, and who decides the rest. */
function lost(
  request: GuardedTask,
  watch: Watch,
  report: MakeReport,
  late: boolean,
  message = '',
): NodeReport {
  if (watch.isCommitted) return report('committed');
  if (late) return silent(request, watch, report);
  const until = new Date(Date.now() + request.leaseSeconds * 1000).toISOString();
  const why = message !== '' ? message : 'the connection was lost';
  const text = `${request.node}: ${why}; unknown, the guard decides by ${until}`;
  return report(
    'unknown',
    failure('guard-fired', text, 'ask the node again after that time: mirrorwright nodes check'),
  );
}

/** The connection lives, and nothing comes from the guard: it waits for the machine, or stands still. */
function silent({ node, pushId }: GuardedTask, { steps }: Watch, report: MakeReport): NodeReport {
  const last = steps.at(-1);
  if (last?.step === 'waits') {
    const text = `${node}: the machine does not let the guard finish (${last.detail ?? ''}); unknown, the guard decides: it tries for ten minutes`;
    const next = 'mend what is named there, then ask the node again: mirrorwright nodes check';
    return report('unknown', failure('guard-fired', text, next));
  }
  const text = `${node}: the guard says nothing since the step ${last?.step ?? 'start'}; unknown, the guard decides when it goes on, and without this connection it takes the files back`;
  const next = `ask the node again: mirrorwright nodes check. Where it stands still, end the process that is named in worker.pid below /run/mirrorwright/${pushId} (without root: ~/.local/state/mirrorwright/run): the guard then takes the files back`;
  return report('unknown', failure('guard-fired', text, next));
}

/** The next answer, or `late`. */
async function within(wire: Wire, deadline: number): Promise<Answer | 'late' | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, deadline - Date.now()));
  });
  try {
    return await Promise.race([wire.next(), late]);
  } finally {
    clearTimeout(timer);
  }
}
