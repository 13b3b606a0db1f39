import type { Exported, NodeFailure, NodeOutcome, NodeReport } from '@mirrorwright/core';
import { outcomeNamed } from '../apply/outcomes.ts';
import { fromWord } from '../apply/words.ts';
import { runProgram } from '../run/program.ts';
import { asKind, failure, readSshFailure } from '../session/failures.ts';
import { eventsPlugin } from './ansible-events.ts';
import { inFolder } from './folder.ts';

export interface AnsibleRequest {
  readonly node: string;
  readonly pushId: string;
  readonly exported: Exported;
  readonly playbook: 'push.yaml' | 'rollback.yaml';
  readonly dryRun: boolean;
  readonly onStep: (step: string, detail?: string) => void;
}

interface Event {
  readonly event: 'start' | 'ok' | 'failed' | 'unreachable';
  readonly task: string;
  readonly message: string;
  readonly lines: readonly string[];
}

/** Carries out an exported role on one node with the ansible-playbook of this machine. */
export function runAnsible(request: AnsibleRequest): Promise<NodeReport> {
  const { exported, node, playbook, dryRun } = request;
  const plugin = { path: 'callbacks/mirrorwright_events.py', content: eventsPlugin };
  return inFolder([...exported.files, plugin], async (folder) => {
    const watch = watchEvents(request);
    const result = await runProgram({
      program: 'ansible-playbook',
      args: ['-i', 'inventory.yaml', '--limit', node, ...(dryRun ? ['--check'] : []), playbook],
      cwd: folder,
      env: {
        ANSIBLE_STDOUT_CALLBACK: 'mirrorwright_events',
        ANSIBLE_CALLBACK_PLUGINS: `${folder}/callbacks`,
        // `-o` on the command line of ssh comes after what Ansible itself puts there
        ANSIBLE_HOST_KEY_CHECKING: 'True',
        ANSIBLE_RETRY_FILES_ENABLED: 'False',
      },
      onLine: watch.line,
    });
    if (!result.ok) return watch.report('refused', notInstalled(result.reason));
    return watch.end(result.stderr, result.lost ?? `exit code ${result.code}`);
  });
}

function notInstalled(reason: string): NodeFailure {
  return failure(
    'tool-missing',
    `ansible-playbook ${reason} here`,
    'install it (apt-get install ansible-core, dnf install ansible-core, or pipx install ansible-core), then push again',
  );
}

interface Watch {
  line(text: string): void;
  end(stderr: string, how: string): NodeReport;
  report(outcome: NodeOutcome, reason?: NodeFailure): NodeReport;
}

/** Tasks from whose start on the node may be changed. */
const writing = /^(?:Replace|Put the old files back|Reload|Verify|Restore)/;

function watchEvents({ node, pushId, playbook, onStep }: AnsibleRequest): Watch {
  const steps: { step: string; at: number }[] = [];
  const validated: NodeReport['validated'][number][] = [];
  let outcome: NodeOutcome | undefined;
  let failed: Event | undefined;
  let wrote = false;
  const report = (ends: NodeOutcome, reason?: NodeFailure): NodeReport => ({
    node,
    pushId,
    outcome: ends,
    ...(reason !== undefined && { failure: reason }),
    steps,
    validated,
  });
  const line = (text: string): void => {
    const event = readEvent(text);
    if (event === undefined) return;
    // whether what was begun is done is not known when its end is never heard of
    wrote ||= writing.test(event.task);
    if (event.event === 'start') return;
    if (event.event !== 'ok') failed = event;
    else if (event.task === 'Outcome') outcome = outcomeNamed(event.message);
    else if (event.task === 'Readers take the new files')
      validated.push(...event.lines.flatMap(readValidated));
    if (event.task === 'Outcome') return;
    steps.push({ step: event.task, at: Date.now() });
    onStep(event.task);
  };
  const end = (stderr: string, how: string): NodeReport => {
    if (outcome !== undefined && failed === undefined) {
      // a rollback that is carried out is what was asked for
      const isUndone = playbook === 'rollback.yaml' && outcome === 'rolled-back';
      return report(isUndone ? 'committed' : outcome);
    }
    const reason = reasonOf(node, failed, stderr, how);
    if (outcome !== undefined || !wrote) return report(outcome ?? 'refused', reason);
    return report('unknown', uncertain(reason, failed));
  };
  return { line, end, report };
}

/** Writing had begun, and its end was not heard of: what holds for files that no guard looks after. */
function uncertain({ kind, message }: NodeFailure, failed: Event | undefined): NodeFailure {
  const rescue =
    failed === undefined
      ? 'the rescue tasks of the role did not run'
      : failed.event === 'unreachable'
        ? 'Ansible runs no rescue tasks on a node that it cannot reach'
        : 'the rescue tasks of the role failed themselves';
  return failure(
    // nothing on the node decides, so it is no affair of a guard
    kind === 'guard-fired' ? 'other' : kind,
    `${message}; files were being put in place. With Ansible there is no guard on the node, and ${rescue}: each file is whole, old or new, and the set may be mixed`,
    'push once more, which brings the rest and reloads; or take it back: mirrorwright plan PLAN --export ansible --out DIR && ansible-playbook -i DIR/inventory.yaml DIR/rollback.yaml',
  );
}

function readEvent(text: string): Event | undefined {
  try {
    const value = JSON.parse(text) as Partial<Event> | null;
    if (typeof value?.event !== 'string' || typeof value.task !== 'string') return undefined;
    return { event: value.event, task: value.task, message: value.message ?? '', lines: value.lines ?? [] };
  } catch {
    // what else Ansible prints there is meant for people
    return undefined;
  }
}

function readValidated(line: string): readonly NodeReport['validated'][number][] {
  const [word, reader, result, detail = '-'] = line.split(' ');
  if (word !== 'validated' || reader === undefined) return [];
  const text = fromWord(detail);
  return [
    {
      reader,
      result: result === 'ok' || result === 'failed' ? result : 'not-validated',
      ...(text !== '' && { detail: text }),
    },
  ];
}

/** Messages of the role start with the kind of the failure; what ssh says is read as everywhere. */
function reasonOf(node: string, event: Event | undefined, stderr: string, how: string): NodeFailure {
  if (event === undefined) {
    const said = stderr.trim().split('\n').slice(-3).join('; ').slice(-2000);
    return failure(
      'other',
      `${node}: ansible-playbook ended without a result (${how})${said === '' ? '' : `: ${said}`}`,
      'look at the node: mirrorwright plan shows what differs; there is no guard with Ansible',
    );
  }
  if (event.event === 'unreachable') return readSshFailure(event.message, node);
  if (/Missing sudo password|Incorrect sudo password/i.test(event.message))
    return failure(
      'authentication',
      `${node}: ${event.message}`,
      'give Ansible the password, such as by become_password_file in ansible.cfg, or allow sudo without one',
    );
  const [, kind = 'other', message = event.message] = /^([a-z-]+): ([\s\S]*)$/.exec(event.message) ?? [];
  const known = asKind(kind);
  if (event.task === 'Nobody else pushes') return failure('busy', `${node}: another push is under way`);
  return failure(known, `${node}: ${known === 'other' ? event.message : message}`);
}
