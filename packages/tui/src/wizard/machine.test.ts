import { newMirrorPolicy, rootUser } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { eventOf } from '../keys.ts';
import { firstField, reduce, type WizardEvent } from './machine.ts';
import { derive, initialState, type WizardState } from './state.ts';
import { pageOf } from './steps.ts';

const existing = { files: [], rooted: true, user: rootUser, unreadable: [] };

function start(policyText: string = newMirrorPolicy()): WizardState {
  return firstField(initialState({ policyText, policyPath: 'mirror-policy.yaml', root: '/', existing }));
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

  it('takes letters as text, not as keys', () => {
    expect(eventOf('d', {}, true)).toEqual({ type: 'type', text: 'd' });
    expect(eventOf('d', {}, false)).toEqual({ type: 'remove' });
    expect(eventOf('a\r\nb\u0007', {}, true)).toEqual({ type: 'type', text: 'ab' });
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
    expect(play(asked, { type: 'interrupt' }).request).toBe('quit');
    expect(play(asked, { type: 'escape' })).toMatchObject({ overlay: null, request: null });
  });
});

describe('mirrors', () => {
  const two = (): WizardState =>
    play(
      atMirrors(),
      activate,
      type('a.corp.example'),
      activate,
      { type: 'move', by: 1 },
      activate,
      type('b.corp.example'),
      activate,
    );

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
