import { readFileSync } from 'node:fs';
import { openNode } from '../../../packages/io/src/apply/open-node.ts';
import { NodeError } from '../../../packages/io/src/session/failures.ts';
import type { Job } from './drive.ts';

/** One connection in a process of its own, inside the network of the nodes: jobs come as a file, answers as lines of JSON. */
const { argv } = process;
const job = JSON.parse(readFileSync(argv[2]!, 'utf8')) as Job;

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const ask = job.password === undefined ? undefined : { ask: async () => job.password };
try {
  const session = await openNode(job.address, {
    configFiles: [job.configFile],
    connectSeconds: 5,
    aliveSeconds: 1,
    ...ask,
    ...(job.script === undefined ? {} : { script: job.script }),
  });
  say({ event: 'open' });
  const onStep = (step: string, detail?: string): void => say({ event: 'step', step, detail });
  for (const { call, ...values } of job.calls) {
    if (call === 'facts') say({ event: call, value: await session.facts(values.markers!, values.programs!) });
    else if (call === 'read') say({ event: call, value: await session.read(values.paths!, values.folders!) });
    else if (call === 'apply') {
      const files = values.order!.files.map(({ text, ...file }) => ({
        ...file,
        ...(text === undefined ? {} : { content: Buffer.from(text) }),
      }));
      say({ event: call, value: await session.apply({ ...values.order!, files }, onStep) });
    } else if (call === 'rollback')
      say({ event: call, value: await session.rollback(values.planId!, values.options!, onStep) });
    else if (call === 'repair') say({ event: call, value: await session.repair(values.pushId!, onStep) });
    else if (call === 'receipts') say({ event: call, value: await session.receipts() });
    else if (call === 'outcomeOf') say({ event: call, value: await session.outcomeOf(values.pushId!) });
    else if (call === 'undoable') say({ event: call, value: await session.undoable(values.planId!) });
    else if (call === 'prune') {
      await session.prune(values.keep!);
      say({ event: call });
    }
  }
  await session.close();
} catch (error) {
  if (!(error instanceof NodeError)) throw error;
  say({ event: 'failure', value: error.failure });
}
