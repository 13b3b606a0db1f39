import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newMirrorPolicy } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../testing/run.ts';
import { freshWizard } from '../testing/wizard.ts';
import { type SessionStore, sessionStore } from './sessions.ts';
import { type WizardState, withText } from './state.ts';

const base = newMirrorPolicy();
const answer = `${base}upstreams:\n  - registry: quay.io\n`;

function state(text: string): WizardState {
  return withText(freshWizard(base, { policyPath: '/srv/mirror-policy.yaml', root: '/node' }), text);
}

function places(): { readonly home: string; readonly folder: string; readonly store: SessionStore } {
  const home = folderWith({});
  return {
    home,
    folder: join(home, 'mirrorwright/sessions'),
    store: sessionStore(base, { XDG_STATE_HOME: home }),
  };
}

/** As if the program that kept them had ended: its process is no more. */
function orphan(folder: string, change: Readonly<Record<string, unknown>> = {}): void {
  for (const name of readdirSync(folder)) {
    const session = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(folder, name), JSON.stringify({ ...session, pid: 2 ** 22 + 1, ...change }));
  }
}

const anywhere = { root: '/node', policyPath: null, base };

describe('answers that are left', () => {
  it('are kept for their owner alone and found again', async () => {
    const { folder, store } = places();
    expect(await store.keep(state(answer))).toBe(true);
    const [name = ''] = readdirSync(folder);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(await store.find(anywhere)).toBeNull();
    orphan(folder);
    expect(await store.find(anywhere)).toMatchObject({
      policyText: answer,
      policyPath: '/srv/mirror-policy.yaml',
      step: 'targets',
    });
  });

  it('are offered for their own root and, where a policy is named, for that file as it was', async () => {
    const { folder, store } = places();
    await store.keep(state(answer));
    orphan(folder);
    expect(await store.find({ ...anywhere, root: '/other' })).toBeNull();
    expect(await store.find({ ...anywhere, policyPath: '/srv/other.yaml' })).toBeNull();
    expect(await store.find({ ...anywhere, policyPath: '/srv/mirror-policy.yaml', base: 'new' })).toBeNull();
    expect(await store.find({ ...anywhere, policyPath: '/srv/mirror-policy.yaml' })).not.toBeNull();
  });

  it('are not kept when nothing was answered or all is saved', async () => {
    const { folder, store } = places();
    expect(await store.keep(state(base))).toBe(false);
    expect(await store.keep(state(answer))).toBe(true);
    expect(await store.keep({ ...state(answer), savedText: answer })).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that are damaged, of another version or no files at all are passed over', async () => {
    const { folder, store } = places();
    await store.keep(state(answer));
    orphan(folder, { version: 2 });
    writeFileSync(join(folder, '00000000.json'), '{"version":1');
    writeFileSync(join(folder, '00000001.json'), 'null');
    mkdirSync(join(folder, '00000002.json'));
    expect(await store.find(anywhere)).toBeNull();
  });

  it('are ten at most', async () => {
    const { home, folder, store } = places();
    for (let index = 0; index < 12; index++)
      await sessionStore(base, { XDG_STATE_HOME: home }).keep(state(`${answer}# ${index}\n`));
    orphan(folder);
    await store.find(anywhere);
    expect(readdirSync(folder)).toHaveLength(10);
  });
});
