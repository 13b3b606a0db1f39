import { newMirrorPolicy, rootUser } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { derive, obstacles, placeFindings } from './derive.ts';
import type { WizardEvent } from './events.ts';
import { draftProblem, fieldAt } from './focus.ts';
import { reduce } from './machine.ts';
import { firstField } from './navigation.ts';
import { initialState, type WizardOptions, type WizardState } from './state.ts';
import { pageOf } from './steps/index.ts';

const existing = { files: [], rooted: true, user: rootUser, unreadable: [] };

function start(policyText: string = newMirrorPolicy(), more: Partial<WizardOptions> = {}): WizardState {
  const options = { policyText, policyPath: 'mirror-policy.yaml', root: '/', existing };
  const rest = {
    onDisk: false,
    into: null,
    resources: 'cluster-resources',
    cluster: null,
    inFolder: [],
    present: null,
    answered: false,
    offer: null,
  };
  return firstField(initialState({ ...options, ...rest, ...more }));
}

function play(state: WizardState, ...events: readonly WizardEvent[]): WizardState {
  return events.reduce(reduce, state);
}

const next: WizardEvent = { type: 'next' };
const back: WizardEvent = { type: 'back' };
const activate: WizardEvent = { type: 'activate' };
const type = (text: string): WizardEvent => ({ type: 'type', text });

/** docker.io chosen, and the cursor on "add a mirror". */
function atMirrors(): WizardState {
  return play(start(), next, activate, next);
}

describe('the steps', () => {
  it('lead from the programs to a written mirror', () => {
    const state = play(
      atMirrors(),
      activate,
      type('cache.corp.example/hub'),
      activate,
      next,
      next,
      next,
      next,
      next,
    );
    expect(state.page.step).toBe('write');
    expect(derive(state).generated[0]!.files[0]!.content).toContain('location = "cache.corp.example/hub"');
  });

  it('do not go on while something is missing, and say what', () => {
    const none = play(start(), activate, next);
    expect(none.page.step).toBe('targets');
    expect(none.message).toBe('choose at least one program');
    expect(play(start(), { type: 'goto', step: 'review' })).toMatchObject({
      page: { step: 'upstreams' },
      message: 'choose at least one registry',
    });
  });

  it('go back with all answers kept', () => {
    const state = play(atMirrors(), back, back);
    expect(state.page.step).toBe('targets');
    expect(state.policy.source.text).toContain('docker.io');
  });

  it('keep the comments of answers that were given in a file', () => {
    const text =
      '# ours\nversion: 1\ntargets: [podman@5.8] # laptops\nupstreams:\n  - registry: quay.io # the team\n';
    const state = play(start(text), next, activate);
    expect(state.policy.source.text).toContain('# ours');
    expect(state.policy.source.text).toContain('# laptops');
    expect(state.policy.source.text).toContain('# the team');
    expect(state.policy.source.text).toContain('docker.io');
  });
});

describe('a text field', () => {
  it('refuses what is no registry, with the reason, and keeps what was typed', () => {
    const state = play(atMirrors(), activate, type('https://cache.corp.example'), activate);
    expect(state.message).toBe('leave the scheme out: host[:port]/path');
    expect(state.draft).toBe('https://cache.corp.example');
  });

  it('says while typing why the text cannot be taken yet', () => {
    expect(draftProblem(play(atMirrors(), activate, type('cache')))).toContain('needs a dot or a port');
    expect(draftProblem(play(atMirrors(), activate, type('cache.corp.example')))).toBeUndefined();
  });

  it('gives up with esc and changes nothing', () => {
    const before = atMirrors();
    const state = play(before, activate, type('cache'), { type: 'escape' });
    expect(state.draft).toBeNull();
    expect(state.policy.source.text).toBe(before.policy.source.text);
  });
});

describe('leaving', () => {
  it('never happens by esc, from wherever', () => {
    let state = play(atMirrors(), { type: 'overlay', overlay: 'help' });
    for (let count = 0; count < 12; count++) state = reduce(state, { type: 'escape' });
    expect(state).toMatchObject({ request: null, page: { step: 'targets' }, overlay: null });
  });

  it('is asked once by ctrl+c and done at the second', () => {
    const asked = play(start(), { type: 'interrupt' });
    expect(asked).toMatchObject({ overlay: 'quit', request: null });
    expect(play(asked, { type: 'interrupt' }).request).toEqual({ kind: 'quit' });
    expect(play(asked, { type: 'escape' })).toMatchObject({ overlay: null, request: null });
  });
});

describe('mirrors', () => {
  const two = (): WizardState =>
    play(atMirrors(), activate, type('a.corp.example'), activate, activate, type('b.corp.example'), activate);

  function order(state: WizardState): readonly (string | undefined)[] {
    return state.policy.model.upstreams[0]!.mirrors.map(({ location }) => location?.value);
  }

  it('are moved and removed in their list', () => {
    const added = two();
    expect(order(added)).toEqual(['a.corp.example', 'b.corp.example']);
    const first = firstField(added);
    expect(order(play(first, { type: 'reorder', by: 1 }))).toEqual(['b.corp.example', 'a.corp.example']);
    expect(order(play(first, { type: 'remove' }))).toEqual(['b.corp.example']);
  });

  it('open a page of their own, and esc leads back to the list', () => {
    const opened = play(firstField(two()), activate);
    expect(pageOf(opened).title).toBe('Mirror of docker.io');
    expect(play(opened, { type: 'escape' }).page).toEqual({ step: 'mirrors' });
  });

  it('that are wrong show up in Checks, and lead to their step', () => {
    const text =
      'version: 1\ntargets: [podman@5.8]\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: https://cache.corp.example\n';
    const state = play(start(text), { type: 'goto', step: 'checks' });
    const fields = pageOf(state).fields.filter(({ kind }) => kind === 'open');
    expect(fields.length).toBeGreaterThan(0);
    expect(play(firstField(state), activate).page.step).toBe('mirrors');
  });
});

const model =
  'version: 1\ntargets: [podman@5.8]\nupstreams:\n  - registry: quay.io\n    mirrors:\n      - location: cache.lab.example\ninsecure: [registry.lab.example:5000]\nallowed: [quay.io, cache.lab.example]\n';

describe('findings', () => {
  const atTrust = (): WizardState => play(start(model), { type: 'goto', step: 'trust' });
  const codesBeside = (state: WizardState): ReadonlyMap<string, readonly string[]> =>
    new Map(
      [...placeFindings(state, pageOf(state).fields).beside].map(([field, findings]) => [
        field.id,
        findings.map(({ code }) => code),
      ]),
    );

  it('stand beside the answer that causes them', () => {
    expect(codesBeside(atTrust()).get('insecure')).toEqual(['MW710']);
    expect(codesBeside(start(model)).size).toBe(0);
  });

  it('are found with n, and their safe fix is applied with f', () => {
    const found = play(atTrust(), { type: 'find', by: 1 }, { type: 'find', by: 1 });
    const at = [found, play(found, { type: 'find', by: 1 })].find(
      (state) => fieldAt(state)?.id === 'insecure',
    );
    const fixed = play(at!, { type: 'fix' });
    expect(fixed.message).toMatch(/^done: /);
    expect(fixed.policy.source.text).toContain(
      'allowed: [quay.io, cache.lab.example, registry.lab.example:5000]',
    );
    expect(codesBeside(fixed).get('insecure')).toBeUndefined();
  });

  it('lead to the page of their rule', () => {
    const checks = play(start(model), { type: 'goto', step: 'checks' });
    expect(play(checks, { type: 'page' }).request).toEqual({ kind: 'rule', code: 'MW710' });
  });

  it('in Checks lead onto the line that causes them', () => {
    const there = play(start(model), { type: 'goto', step: 'checks' }, activate);
    expect(there.page.step).toBe('trust');
    expect(fieldAt(there)?.id).toBe('insecure');
  });
});

describe('the filter', () => {
  it('leaves the lines that hold its text, and esc brings the others back', () => {
    const filtered = play(start(), next, { type: 'filter' }, type('RED'));
    expect(pageOf(filtered).fields.map(({ id }) => id)).toEqual([
      'registry.redhat.io',
      'registry.access.redhat.com',
    ]);
    const chosen = play(filtered, activate, activate);
    expect(chosen.policy.source.text).toContain('registry.redhat.io');
    const left = play(chosen, { type: 'escape' });
    expect(left.page.step).toBe('upstreams');
    expect(pageOf(left).fields.length).toBeGreaterThan(10);
  });
});

describe('adding', () => {
  it('starts typing on the line for a new mirror of the same registry', () => {
    const state = play(start(model), { type: 'goto', step: 'mirrors' }, { type: 'add' });
    expect(fieldAt(state)?.id).toBe('add 0');
    expect(state.draft).toBe('');
  });

  it('names aliases and authorities as pairs', () => {
    const scope = play(start(model), { type: 'goto', step: 'scope' }, { type: 'move', by: 99 });
    const wrong = play(scope, activate, type('web'), activate);
    expect(wrong.message).toContain('NAME=VALUE');
    const state = play(scope, activate, type('web=quay.io/acme/web'), activate);
    expect(state.policy.source.text).toMatch(/aliases:\s+web: quay.io\/acme\/web/);
    const gone = play(state, { type: 'move', by: -1 }, { type: 'remove' });
    expect(gone.policy.source.text).not.toContain('acme/web');
  });
});

describe('answers given beforehand', () => {
  it('are passed over, and can be visited', () => {
    const state = start(model, { answered: true });
    expect(state.given).toEqual(['targets', 'upstreams', 'mirrors', 'trust']);
    expect(state.page.step).toBe('scope');
    expect(play(state, { type: 'goto', step: 'targets' }).page.step).toBe('targets');
    expect(play(state, { type: 'goto', step: 'targets' }, next).page.step).toBe('scope');
  });

  it('of an earlier run are offered, taken up, put aside or thrown away', () => {
    const offer = {
      id: '0a0b0c0d',
      minutes: 10,
      policyText: model,
      policyPath: '/srv/mirror-policy.yaml',
      into: null,
      resources: 'cluster-resources',
      cluster: null,
      savedText: null,
      step: 'mirrors' as const,
    };
    const asked = start(newMirrorPolicy(), { offer });
    expect(asked.overlay).toBe('resume');
    expect(play(asked, activate)).toMatchObject({
      overlay: null,
      page: { step: 'mirrors' },
      policyPath: '/srv/mirror-policy.yaml',
      policy: { source: { text: model } },
    });
    expect(play(asked, { type: 'find', by: 1 })).toMatchObject({ overlay: null, page: { step: 'targets' } });
    expect(play(asked, { type: 'remove' }).request).toEqual({ kind: 'forget' });
  });
});

describe('targets that need different texts of one file', () => {
  it('are not written together', () => {
    const both = model.replace('[podman@5.8]', '[podman@5.8, podman@4.0]');
    const withDigests = both.replace(
      'cache.lab.example\ninsecure',
      'cache.lab.example\n        pull: digest\n      - location: second.lab.example\ninsecure',
    );
    const state = start(withDigests);
    const lines = obstacles(state).filter((line) => line.includes('different texts'));
    expect(lines.length).toBe(derive(state).conflicts.length);
    expect(lines.length).toBeGreaterThan(0);
  });
});

describe('a node that has something', () => {
  const node = {
    ...existing,
    files: [
      {
        path: 'etc/containers/registries.conf',
        text: '[[registry]]\nlocation = "ghcr.io"\n\n[[registry.mirror]]\nlocation = "cache.lab.example"\n',
      },
    ],
  };

  it('offers its registries as answers to start from', () => {
    const state = start(newMirrorPolicy(), { existing: node });
    const at = play(state, { type: 'move', by: 99 }, activate);
    expect(at.policy.source.text).toContain('registry: ghcr.io');
    expect(at.message).toContain('took over 1');
  });

  it('can have its main file edited instead of a drop-in added', () => {
    const state = start(model, { existing: node, into: 'etc/containers/registries.conf' });
    const [file] = derive(state).generated[0]!.files;
    expect(file).toMatchObject({ path: '/etc/containers/registries.conf', change: 'edited' });
    expect(file!.content).toContain('location = "ghcr.io"');
  });

  it('is read again when another root is named', () => {
    const root = play(start(model), { type: 'filter' }, type('root folder'), activate, activate);
    const state = play(root, type('mnt'), activate);
    expect(state).toMatchObject({ root: '/mnt', request: { kind: 'reread' } });
  });
});
