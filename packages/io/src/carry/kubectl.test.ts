import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeReport } from '@mirrorwright/core';
import { expect, test } from 'vitest';
import { recordedProgram } from '../testing/recorded-program.ts';
import { applyResources, runKubectl } from './kubectl.ts';

/** A kubectl that writes down what it is asked, keeps what it is given, and answers as the test says. */
const recorder = `#!/bin/sh
printf '%s\\n' "$*" >>"$LAB/calls"
case "$*" in
  *--dry-run=server*) if [ -e "$LAB/refuse" ]; then cat "$LAB/refuse" >&2; exit 1; fi ;;
  'get namespace '*) cat "$LAB/namespace" 2>/dev/null ;;
  'apply -f '*) cat "$3" 2>/dev/null >>"$LAB/applied" ;;
  *' pods '*) cat "$LAB/pods" ;;
  'logs '*) cat "$LAB/log" ;;
esac
exit 0
`;

const { folder: lab, file, set: say } = recordedProgram('kubectl', recorder);

const calls = (): readonly string[] =>
  file('calls')
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/\/\S*\/mirrorwright-[^/]+/g, 'DIR'));
const pods = (status: object): string => JSON.stringify({ items: [{ status }] });

function push(): Promise<NodeReport> {
  return runKubectl({
    node: 'node-a',
    pushId: 'push-1',
    exported: {
      files: [
        { path: '00-namespace.yaml', content: 'kind: Namespace\n', mode: 0o644 },
        { path: 'job-node-a.yaml', content: 'kind: Job\n', mode: 0o644 },
      ],
      notes: [],
    },
    file: 'job-node-a.yaml',
    job: 'mirrorwright-node-a-1',
    namespace: 'mirrorwright',
    seconds: 3,
    onStep: () => undefined,
  });
}

test('asks the server first, applies, waits, reads the last word and cleans up', async () => {
  say('pods', pods({ phase: 'Succeeded' }));
  say('log', 'rename: /etc/containers/a.conf\nmirrorwright outcome committed -\n');
  const report = await push();
  expect(report).toMatchObject({ node: 'node-a', outcome: 'committed' });
  expect(report.failure).toBeUndefined();
  expect(report.steps.map(({ step }) => step)).toContain('rename: /etc/containers/a.conf');
  expect(calls()).toEqual([
    'get namespace mirrorwright --ignore-not-found -o name',
    'apply --dry-run=server -f DIR/00-namespace.yaml',
    'apply -f DIR/00-namespace.yaml',
    'apply --dry-run=server -f DIR/job-node-a.yaml',
    'apply -f DIR/job-node-a.yaml',
    'get -n mirrorwright pods -l job-name=mirrorwright-node-a-1 -o json',
    'logs -n mirrorwright job/mirrorwright-node-a-1',
    'delete -n mirrorwright job,configmap mirrorwright-node-a-1 --wait=false',
  ]);
  expect(readFileSync(join(lab, 'applied'), 'utf8')).toBe('kind: Namespace\nkind: Job\n');
});

test('makes no namespace that is there', async () => {
  say('namespace', 'namespace/mirrorwright\n');
  say('pods', pods({ phase: 'Succeeded' }));
  say('log', 'mirrorwright outcome unchanged -\n');
  expect((await push()).outcome).toBe('unchanged');
  expect(calls().join('\n')).not.toContain('00-namespace');
});

test('applies nothing that the server refuses, and tells a refused login apart', async () => {
  say('namespace', 'namespace/mirrorwright\n');
  say('refuse', 'Error from server (Forbidden): jobs.batch is forbidden: User "x" cannot create\n');
  expect(await push()).toMatchObject({ outcome: 'refused', failure: { kind: 'permission' } });
  expect(calls().some((line) => line.startsWith('apply -f'))).toBe(false);
  say('refuse', 'error: You must be logged in to the server (Unauthorized)\n');
  expect(await push()).toMatchObject({ outcome: 'refused', failure: { kind: 'authentication' } });
});

test('reports what install.sh says, with its kind and its reason', async () => {
  say('namespace', 'namespace/mirrorwright\n');
  say('pods', pods({ phase: 'Failed' }));
  say('log', 'drift: /etc/containers/a.conf was changed since\nmirrorwright outcome refused drift\n');
  expect(await push()).toMatchObject({
    outcome: 'refused',
    failure: { kind: 'drift', message: 'node-a: /etc/containers/a.conf was changed since' },
  });
});

test('gives up on a pod that cannot begin, and says why', async () => {
  say('namespace', 'namespace/mirrorwright\n');
  const waiting = { reason: 'ImagePullBackOff', message: 'no such image' };
  say('pods', pods({ phase: 'Pending', containerStatuses: [{ state: { waiting } }] }));
  say('log', '');
  const report = await push();
  expect(report.outcome).toBe('refused');
  expect(report.failure?.message).toContain('ImagePullBackOff: no such image');
  expect(calls().at(-1)).toContain('delete ');
});

test('is unknown, and stays to be looked at, where the log has no last word', async () => {
  say('namespace', 'namespace/mirrorwright\n');
  say('pods', pods({ phase: 'Failed' }));
  say('log', 'stage\n');
  const report = await push();
  expect(report).toMatchObject({ outcome: 'unknown', failure: { kind: 'guard-fired' } });
  expect(calls().join('\n')).not.toContain('delete');
});

test('names kubectl where it is missing', async () => {
  rmSync(join(lab, 'bin/kubectl'));
  process.env.PATH = join(lab, 'bin');
  expect(await push()).toMatchObject({ outcome: 'refused', failure: { kind: 'tool-missing' } });
});

test('resources of a cluster are all looked at by the server before any is applied', async () => {
  const exported = { files: [{ path: 'idms.yaml', content: 'kind: x\n', mode: 0o644 }], notes: [] };
  expect((await applyResources(exported, { dryRun: false })).ok).toBe(true);
  expect(calls()).toEqual(['apply --dry-run=server -f DIR', 'apply -f DIR']);
  say('refuse', 'error: no matches for kind "x"\n');
  const refused = await applyResources(exported, { dryRun: true });
  expect(refused).toMatchObject({ ok: false });
  expect(refused.text).toContain('no matches for kind');
  expect(calls()).toHaveLength(3);
});
