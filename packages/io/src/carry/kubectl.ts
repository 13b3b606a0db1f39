import type { Exported, NodeFailure, NodeOutcome, NodeReport } from '@mirrorwright/core';
import { outcomeNamed } from '../apply/outcomes.ts';
import { type ProgramResult, runProgram } from '../run/program.ts';
import { asKind, failure } from '../session/failures.ts';
import { inFolder } from './folder.ts';

export interface KubectlRequest {
  readonly node: string;
  readonly pushId: string;
  readonly exported: Exported;
  /** The file of the job among the exported ones. */
  readonly file: string;
  readonly job: string;
  readonly namespace: string;
  /** How long the job may take to begin and to end. */
  readonly seconds: number;
  readonly onStep: (step: string, detail?: string) => void;
}

const kubectl = (...args: readonly string[]): Promise<ProgramResult> =>
  runProgram({ program: 'kubectl', args });

/**
 * Carries out an exported job with the kubectl of this machine, in its current context: the server is asked what it
 * would say first, then the job runs, and its log says how it ended.
 */
export function runKubectl(request: KubectlRequest): Promise<NodeReport> {
  const { exported, file, job, namespace, onStep } = request;
  const steps: { step: string; at: number }[] = [];
  const step = (name: string): void => {
    steps.push({ step: name, at: Date.now() });
    onStep(name);
  };
  const report = (outcome: NodeOutcome, reason?: NodeFailure): NodeReport => ({
    node: request.node,
    pushId: request.pushId,
    outcome,
    ...(reason !== undefined && { failure: reason }),
    steps,
    validated: [],
  });
  return inFolder(exported.files, async (folder) => {
    const before = [
      ...(await namespaceSteps(namespace, folder)),
      ['server dry run', ['apply', '--dry-run=server', '-f', `${folder}/${file}`]],
      ['apply', ['apply', '-f', `${folder}/${file}`]],
    ] as const;
    for (const [name, args] of before) {
      step(name);
      const said = await kubectl(...args);
      const reason = failureOf(request.node, said);
      if (reason !== undefined) return report('refused', reason);
    }
    step('wait for the pod');
    const end = await waitForJob(request);
    const log = await kubectl('logs', '-n', namespace, `job/${job}`);
    const ended = readLog(log.ok ? log.stdout : '', request.node, step);
    const result = ended ?? end;
    // what is not certain stays, to be looked at
    if (result.outcome !== 'unknown')
      await kubectl('delete', '-n', namespace, 'job,configmap', job, '--wait=false');
    return report(result.outcome, result.failure);
  });
}

/** The namespace is made only where it is missing. */
async function namespaceSteps(
  namespace: string,
  folder: string,
): Promise<readonly (readonly [string, readonly string[]])[]> {
  const found = await kubectl('get', 'namespace', namespace, '--ignore-not-found', '-o', 'name');
  if (found.ok && found.code === 0 && found.stdout.trim() !== '') return [];
  const file = `${folder}/00-namespace.yaml`;
  return [
    ['namespace: server dry run', ['apply', '--dry-run=server', '-f', file]],
    ['namespace', ['apply', '-f', file]],
  ];
}

interface Ended {
  readonly outcome: NodeOutcome;
  readonly failure?: NodeFailure;
}

/** Asks until the job has ended, cannot begin, or took too long. */
async function waitForJob({ node, job, namespace, seconds }: KubectlRequest): Promise<Ended> {
  const deadline = Date.now() + seconds * 1000;
  let begun = false;
  let why = 'its pod did not begin';
  while (Date.now() < deadline) {
    const said = await kubectl('get', '-n', namespace, 'pods', '-l', `job-name=${job}`, '-o', 'json');
    const pod = said.ok && said.code === 0 ? readPod(said.stdout) : undefined;
    if (pod?.phase === 'Succeeded' || pod?.phase === 'Failed') break;
    begun ||= pod?.phase === 'Running';
    if (pod?.waiting !== undefined) why = pod.waiting;
    if (pod?.hopeless === true && !begun)
      return {
        outcome: 'refused',
        failure: failure('other', `${node}: the pod cannot begin: ${why}`, 'mend that, then push again'),
      };
    await new Promise((done) => setTimeout(done, 1000));
  }
  if (!begun && Date.now() >= deadline)
    return { outcome: 'refused', failure: failure('timeout', `${node}: ${why} in ${seconds} seconds`) };
  return {
    outcome: 'unknown',
    failure: failure(
      'guard-fired',
      `${node}: the log of the job does not say how it ended`,
      `look at it: kubectl logs -n ${namespace} job/${job}; the guard on the node decides`,
    ),
  };
}

interface Pod {
  readonly phase: string;
  /** Why it does not run yet. */
  readonly waiting?: string;
  /** It will not begin by itself. */
  readonly hopeless: boolean;
}

function readPod(text: string): Pod | undefined {
  interface Status {
    readonly phase?: string;
    readonly conditions?: readonly {
      readonly type?: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly {
      readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
    }[];
  }
  let status: Status | undefined;
  try {
    status = (JSON.parse(text) as { items?: readonly { status?: Status }[] }).items?.[0]?.status;
  } catch {
    return undefined;
  }
  if (status === undefined) return undefined;
  const waiting = status.containerStatuses?.[0]?.state?.waiting;
  const unplaced = status.conditions?.find(({ reason }) => reason === 'Unschedulable');
  const words = [waiting?.reason, waiting?.message, unplaced?.message].filter((each) => each !== undefined);
  return {
    phase: status.phase ?? '',
    ...(words.length > 0 && { waiting: words.join(': ').slice(0, 1000) }),
    hopeless:
      /^(?:ErrImageNeverPull|InvalidImageName|ImagePullBackOff|CreateContainerConfigError|CreateContainerError|RunContainerError)$/.test(
        waiting?.reason ?? '',
      ),
  };
}

/** The last word of install.sh: the reason on the line before it. */
function readLog(text: string, node: string, step: (name: string) => void): Ended | undefined {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => line.startsWith('mirrorwright outcome '));
  if (at < 0) return undefined;
  for (const line of lines.slice(0, at)) step(line.slice(0, 500));
  const [, , word, kind = '-'] = lines[at]!.split(' ');
  const outcome = outcomeNamed(word) ?? 'unknown';
  if (kind === '-') return { outcome };
  const message = (lines[at - 1] ?? '').replace(`${kind}: `, '');
  return { outcome, failure: failure(asKind(kind), `${node}: ${message}`) };
}

function failureOf(node: string, said: ProgramResult): NodeFailure | undefined {
  if (!said.ok)
    return failure('tool-missing', `kubectl ${said.reason} here`, 'install kubectl, then push again');
  if (said.code === 0) return undefined;
  const words = said.stderr.trim().slice(-2000);
  const denied = /Unauthorized|must be logged in|provide credentials|asked for the client to provide/i.test(
    words,
  );
  const kind = denied ? 'authentication' : /forbidden/i.test(words) ? 'permission' : 'other';
  return failure(
    kind,
    `${node}: kubectl: ${words}`,
    'mend what the server says; nothing was written on the node',
  );
}

/** Applies resources of a cluster: all are looked at by the server first. Answers what kubectl said. */
export function applyResources(
  exported: Exported,
  { dryRun }: { readonly dryRun: boolean },
): Promise<{ readonly ok: boolean; readonly text: string; readonly kind?: NodeFailure['kind'] }> {
  return inFolder(exported.files, async (folder) => {
    let text = '';
    for (const more of dryRun ? [['--dry-run=server']] : [['--dry-run=server'], []]) {
      const said = await kubectl('apply', ...more, '-f', folder);
      const reason = failureOf('cluster', said);
      if (reason !== undefined)
        return { ok: false, text: `${reason.message}\n  next: ${reason.nextStep}\n`, kind: reason.kind };
      if (said.ok) text = said.stdout;
    }
    return { ok: true, text };
  });
}
