import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeReport } from '@mirrorwright/core';
import { expect, test } from 'vitest';
import { recordedProgram } from '../testing/recorded-program.ts';
import { runAnsible } from './ansible.ts';

/** Writes down what it is asked and where it stands, and says what the test wants. */
const recorder = `#!/bin/sh
printf '%s\\n' "$*" >>"$LAB/calls"
env | grep ^ANSIBLE_ >>"$LAB/env"
ls >>"$LAB/files"
stat -c %a . >>"$LAB/mode"
cat "$LAB/says"
cat "$LAB/errors" >&2 2>/dev/null
[ ! -e "$LAB/die" ] || kill -9 $$
exit "$(cat "$LAB/code" 2>/dev/null || echo 0)"
`;

const { folder: lab, file, set } = recordedProgram('ansible-playbook', recorder);

function says(
  ...events: readonly (readonly [event: string, task: string, message?: string, lines?: readonly string[]])[]
): void {
  const lines = events.map(([event, task, message = '', more = []]) =>
    JSON.stringify({ event, host: 'node-a', task, message, lines: more }),
  );
  set('says', `${['not for us', ...lines].join('\n')}\n`);
}

function push(
  over: { readonly playbook?: 'push.yaml' | 'rollback.yaml'; readonly dryRun?: boolean } = {},
): Promise<NodeReport> {
  return runAnsible({
    node: 'node-a',
    pushId: 'push-1',
    exported: { files: [{ path: 'push.yaml', content: '[]\n', mode: 0o644 }], notes: [] },
    playbook: 'push.yaml',
    dryRun: false,
    onStep: () => undefined,
    ...over,
  });
}

test('runs the playbook for the one node, in a private folder, with host keys asked for', async () => {
  says(
    ['ok', 'Hash the files'],
    [
      'ok',
      'Readers take the new files',
      '',
      ['validated podman ok -', 'validated skopeo not-validated =missing'],
    ],
    ['ok', 'Replace'],
    ['ok', 'Outcome', 'committed'],
  );
  const report = await push();
  expect(report).toMatchObject({ node: 'node-a', pushId: 'push-1', outcome: 'committed' });
  expect(report.validated).toEqual([
    { reader: 'podman', result: 'ok' },
    { reader: 'skopeo', result: 'not-validated', detail: 'missing' },
  ]);
  expect(report.steps.map(({ step }) => step)).toEqual([
    'Hash the files',
    'Readers take the new files',
    'Replace',
  ]);
  expect(file('calls')).toBe('-i inventory.yaml --limit node-a push.yaml\n');
  expect(file('env')).toContain('ANSIBLE_HOST_KEY_CHECKING=True');
  expect(file('files')).toContain('push.yaml');
  expect(file('mode')).toBe('700\n');
});

test('a dry run is a run in check mode; a rollback that took place is done', async () => {
  says(['ok', 'Outcome', 'dry-run']);
  expect((await push({ dryRun: true })).outcome).toBe('dry-run');
  says(['ok', 'Outcome', 'rolled-back']);
  expect((await push({ playbook: 'rollback.yaml' })).outcome).toBe('committed');
  expect(file('calls')).toBe(
    '-i inventory.yaml --limit node-a --check push.yaml\n-i inventory.yaml --limit node-a rollback.yaml\n',
  );
});

test.each([
  ['drift: /etc/x was changed since', 'drift'],
  ['validation-failed: skopeo refuses the new files: {}', 'validation-failed'],
  ['unsafe-path: /etc is writable', 'unsafe-path'],
  ['Unexpected: something', 'other'],
])('%s is told by its kind', async (message, kind) => {
  set('code', '2');
  says(['failed', 'Every file is as the plan saw it', message]);
  expect(await push()).toMatchObject({ outcome: 'refused', failure: { kind } });
});

test('the outcome of the rescue counts, with the reason of the failure', async () => {
  set('code', '2');
  says(
    ['ok', 'Replace'],
    ['failed', 'The reloads went through', 'service-failed: systemctl reload x failed'],
    ['ok', 'Outcome', 'rolled-back'],
    [
      'failed',
      'The push failed and the old files are in place',
      'service-failed: systemctl reload x failed (in: y)',
    ],
  );
  expect(await push()).toMatchObject({ outcome: 'rolled-back', failure: { kind: 'service-failed' } });
});

test.each([
  ['Failed to connect to the host via ssh: a@b: Permission denied (publickey).', 'authentication'],
  ['Failed to connect to the host via ssh: Host key verification failed.', 'unknown-host-key'],
  ['Failed to connect to the host via ssh: ssh: connect to host b port 22: Connection refused', 'refused'],
  ['Failed to connect to the host via ssh: ssh: connect to host b port 22: Connection timed out', 'timeout'],
])('%s is read as everywhere', async (message, kind) => {
  set('code', '4');
  says(['unreachable', 'Ask the node who it is', message]);
  expect(await push()).toMatchObject({ outcome: 'refused', failure: { kind } });
});

test('a playbook that is lost after the first write leaves the node unknown, before it untouched', async () => {
  set('die', '');
  says(['ok', 'Hash the files'], ['start', 'Replace']);
  const lost = await push();
  expect(lost.outcome).toBe('unknown');
  expect(lost.failure?.message).toContain('SIGKILL');
  expect(lost.failure?.message).toContain(
    'no guard on the node, and the rescue tasks of the role did not run',
  );
  expect(lost.failure?.nextStep).toContain('push once more');
  says(['start', 'Stage the new files']);
  expect((await push()).outcome).toBe('refused');
});

test.each([
  [
    'unreachable',
    'Replace',
    'Connection timed out',
    'Ansible runs no rescue tasks on a node that it cannot reach',
  ],
  ['failed', 'Restore the old files', 'No space left', 'the rescue tasks of the role failed themselves'],
])('a node that is %s after the first write is told without a guard', async (event, task, said, words) => {
  set('code', '4');
  says(['start', 'Replace'], ['ok', 'Replace'], [event, task, said]);
  const report = await push();
  expect(report.outcome).toBe('unknown');
  expect(report.failure?.kind).not.toBe('guard-fired');
  expect(report.failure?.message).toContain(words);
});

test('names ansible-playbook where it is missing', async () => {
  rmSync(join(lab, 'bin/ansible-playbook'));
  process.env.PATH = join(lab, 'bin');
  expect(await push()).toMatchObject({ outcome: 'refused', failure: { kind: 'tool-missing' } });
});
