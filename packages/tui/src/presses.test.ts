import { describe, expect, it } from 'vitest';
import { keyTable } from './keys.ts';
import { controls, eventOf, letters, pasted, pressed } from './presses.ts';
import { wizardWith } from './testing/wizard.ts';
import type { WizardState } from './wizard/state.ts';

function atMirrors(): WizardState {
  return pressed(wizardWith(), '\t \t', {});
}

describe('keys', () => {
  it('are text while something is typed, and keys otherwise', () => {
    expect(eventOf('d', {}, true)).toEqual({ type: 'type', text: 'd' });
    expect(eventOf('d', {}, false)).toEqual({ type: 'remove' });
    expect(eventOf('s', { ctrl: true }, true)).toEqual({ type: 'save' });
    expect(eventOf('3', {}, false)).toEqual({ type: 'goto', step: 'mirrors' });
  });

  it('that come at once are taken one after the other', () => {
    const state = pressed(atMirrors(), '\rcache.corp.example/hb\u007f\u007fhub\r', {});
    expect(state.draft).toBeNull();
    expect(state.policy.source.text).toContain('location: cache.corp.example/hub\n');
  });

  it('take the enter of somebody who was faster than the first screen', () => {
    const state = atMirrors();
    expect(pressed(state, '\n', {})).toEqual(pressed(state, '\r', { return: true }));
  });

  it('are all on the page of keys, and nothing else is', () => {
    const listed = new Set(keyTable.flatMap(({ keys }) => keys.split(/[\s,]+/)));
    for (const key of letters.keys()) if (key !== ' ' && key !== 'r') expect(listed).toContain(key);
    for (const key of controls.keys()) expect(listed).toContain(`ctrl+${key}`);
    const named = ['up', 'down', 'enter', 'space', 'tab', 'shift+tab', 'esc', 'to', 'g', '1', '8'];
    for (const key of listed)
      expect(named.includes(key) || letters.has(key) || controls.has(key.replace('ctrl+', ''))).toBe(true);
  });
});

describe('pasted text', () => {
  it('goes into the field that is typed into, as one line without control characters', () => {
    const typing = pressed(atMirrors(), '\r', { return: true });
    expect(pasted(typing, 'cache.corp\u001b[31m\r\n.example').draft).toBe('cache.corp[31m.example');
  });

  it('is no series of keys elsewhere', () => {
    const state = atMirrors();
    expect(pasted(state, 'dddd')).toBe(state);
  });
});
