import { describe, expect, test } from 'vitest';
import { textOfFile } from '../text/utf8.ts';
import type { NodePlan } from './model.ts';
import { type PrepareRequest, preparePush } from './order.ts';
import { facts, given, machine, planned, survey } from './testing/node.ts';

const main = '/etc/containers/registries.conf';
const policy = '/etc/containers/policy.json';
const base = '[[registry]]\nlocation = "docker.io"\n';
const after = `${base}[[registry.mirror]]\nlocation = "cache.corp.example/hub"\n`;
const wanted = given({ [main]: after, [policy]: '{"default":[{"type":"insecureAcceptAnything"}]}\n' });
const { node } = planned({ survey: survey({ [main]: base }, [policy]), wanted });

function prepare(over: Partial<PrepareRequest> & { readonly of?: NodePlan }) {
  return preparePush({
    node: over.of ?? node,
    planId: 'f'.repeat(64),
    machine,
    facts,
    survey: survey({ [main]: base }, [policy]),
    order: { pushId: 'p1', leaseSeconds: 60, keepBackups: 10, dryRun: false },
    ...over,
  });
}

describe('the order of a push', () => {
  test('is made of the file as it is now, the signature policy first', () => {
    const { order, refusals, isDone } = prepare({});
    expect(refusals).toEqual([]);
    expect(isDone).toBe(false);
    expect(order.files.map(({ path }) => path)).toEqual([policy, main]);
    expect(textOfFile(order.files[1]!.content!)).toBe(after);
    expect(order.files.every(({ stagedName }) => !/\.(conf|json|yaml)$/.test(stagedName))).toBe(true);
    expect(order.validate).toEqual([{ reader: 'podman', configFiles: [main, policy] }]);
  });

  test('names the files beside it that a reader takes for one with it', () => {
    const beside = {
      '/etc/containers/registries.conf.d/a.conf': '',
      '/etc/containers/registries.d/default.yaml': 'default-docker: {}\n',
      '/etc/containers/registries.d/off.yml': '',
    };
    const { order } = prepare({ survey: survey({ [main]: base, ...beside }, [policy]) });
    expect(order.validate[0]!.configFiles).toEqual([
      main,
      '/etc/containers/registries.conf.d/a.conf',
      '/etc/containers/registries.d/default.yaml',
      policy,
    ]);
  });

  test('takes a file that is as planned already', () => {
    const { refusals, isDone, order } = prepare({ survey: survey({ [main]: after }, [policy]) });
    expect(refusals).toEqual([]);
    expect(isDone).toBe(false);
    expect(order.files).toHaveLength(2);
  });

  test('has nothing to do where all is as planned, unless a reload is due', () => {
    const now = survey({ [main]: after, [policy]: textOfFile(prepare({}).order.files[0]!.content!)! });
    const request = { of: { ...node, targets: ['cri-o@1.33'] }, survey: now };
    const plain = prepare(request);
    expect(plain).toMatchObject({ refusals: [], isDone: true, order: { reload: [] } });
    expect(plain.assessment.impact).toEqual(['nothing changes']);
    const due = prepare({ ...request, reloadDue: true });
    expect(due).toMatchObject({
      isDone: false,
      order: { reload: [{ unit: 'crio.service', verb: 'reload' }] },
    });
    expect(due.assessment.impact[0]).toBe('a push that was lost may not have got to its reload');
  });

  test.each([
    ['changed', survey({ [main]: `${base}# more\n` }, [policy]), 'was changed since'],
    ['gone', survey({}, [policy, main]), 'is gone'],
    ['new', survey({ [main]: base, [policy]: '{}' }), 'was made by somebody'],
    ['a link now', survey({ [`${main} -> /etc/containers/other.conf`]: base }, [policy]), 'leads to'],
  ])('stops at a file that is %s', (_, now, message) => {
    expect(
      prepare({ survey: now })
        .refusals.map((each) => each.message)
        .join(),
    ).toContain(message);
  });

  test('refuses edits that do not give the planned text', () => {
    const [first, ...rest] = node.destinations;
    const of = { ...node, destinations: [{ ...first!, edits: [{ start: 0, end: 0, text: 'x' }] }, ...rest] };
    expect(prepare({ of }).refusals[0]?.message).toContain('do not give the text');
  });

  test('refuses a machine of another nodes file, or another machine at the address', () => {
    expect(prepare({ machine: { ...machine, address: '192.0.2.99' } }).refusals[0]?.message).toContain(
      'address',
    );
    expect(prepare({ facts: { ...facts, hostname: 'other' } }).refusals[0]?.message).toContain(
      'calls itself other',
    );
  });

  test('judges destinations anew: a plan opens no forbidden place', () => {
    const destinations = node.destinations.map((each) => ({
      ...each,
      path: '/etc/sudoers',
      realPath: '/etc/sudoers',
    }));
    expect(prepare({ of: { ...node, destinations } }).refusals[0]?.message).toContain('never written');
  });

  test('refuses a machine that somebody manages by now', () => {
    const managed = { ...facts, markers: ['/etc/machine-config-daemon/currentconfig'] };
    expect(prepare({ facts: managed }).refusals[0]?.message).toContain('Machine Config Operator');
  });

  test('reloads CRI-O, and knows from its log that it did not', () => {
    const { node: crio } = planned({
      survey: survey({ [main]: base }, [policy]),
      wanted,
      targets: [],
    });
    const { order } = prepare({ of: { ...crio, targets: ['cri-o@1.33'] } });
    expect(order.reload).toEqual([
      { unit: 'crio.service', verb: 'reload', failurePattern: 'nable to reload configuration' },
    ]);
  });

  test('takes units from the one who pushes alone', () => {
    const foreign = planned({
      wanted: given({ '/opt/a.conf': 'x\n' }),
      survey: survey({}, ['/opt/a.conf']),
      allowPaths: ['/opt/*'],
      reload: { verb: 'restart', unit: 'evil.service' },
    }).node;
    const now = { of: foreign, survey: survey({}, ['/opt/a.conf']) };
    expect(prepare(now).refusals[0]?.nextStep).toContain('--reload');
    expect(prepare({ ...now, reload: { verb: 'none' } }).order.reload).toEqual([]);
  });
});
