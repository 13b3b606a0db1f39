import type { SecretRequest } from '@mirrorwright/io';
import { nodeError } from '@mirrorwright/io/push';
import { describe, expect, it } from 'vitest';
import { testFace } from '../testing/push-face.ts';
import { type Secrets, secretsIn } from './secrets.ts';

const address = { name: 'a', address: 'a', become: 'sudo' } as const;
const sudo: SecretRequest = { node: 'a', kind: 'sudo-password', subject: 'me', prompt: 'password:' };

function storage(): { readonly kept: Map<string, string>; readonly secrets: Secrets } {
  const kept = new Map<string, string>();
  const secrets = secretsIn({
    get: async (key) => kept.get(key),
    store: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  });
  return { kept, secrets };
}

describe('secrets of nodes', () => {
  it('are remembered only where the person wants it, and only once they were right', async () => {
    const { kept, secrets } = storage();
    const { person } = testFace(
      [],
      [
        { text: 'once', keep: false },
        { text: 'wrong', keep: true },
        { text: 'right', keep: true },
      ],
    );
    const open = (): Promise<string | undefined> => secrets.using(address, person, (ask) => ask(sudo));
    expect(await open()).toBe('once');
    expect(kept.size).toBe(0);
    const refused = secrets.using(address, person, async (ask) => {
      await ask(sudo);
      throw nodeError({ kind: 'authentication', message: 'no', nextStep: '' });
    });
    await expect(refused).rejects.toThrow('no');
    expect(kept.size).toBe(0);
    expect(await open()).toBe('right');
    expect(await open()).toBe('right');
    expect(kept.size).toBe(1);
  });

  it('that are refused later are forgotten, and asked for again', async () => {
    const { kept, secrets } = storage();
    const face = testFace(
      [],
      [
        { text: 'old', keep: true },
        { text: 'new', keep: true },
      ],
    );
    await secrets.using(address, face.person, (ask) => ask(sudo));
    await secrets
      .using(address, face.person, async (ask) => {
        await ask(sudo);
        throw nodeError({ kind: 'authentication', message: 'no', nextStep: '' });
      })
      .catch(() => undefined);
    expect(kept.size).toBe(0);
    expect(await secrets.using(address, face.person, (ask) => ask(sudo))).toBe('new');
    expect(face.questions).toEqual(Array(2).fill('a: sudo password of me:'));
  });

  it('stay when a connection fails for another reason', async () => {
    const { kept, secrets } = storage();
    const { person } = testFace([], [{ text: 'x', keep: true }]);
    await secrets.using(address, person, (ask) => ask(sudo));
    await secrets
      .using(address, person, async (ask) => {
        await ask(sudo);
        throw nodeError({ kind: 'timeout', message: 'no', nextStep: '' });
      })
      .catch(() => undefined);
    expect(kept.size).toBe(1);
  });

  it('belong to one node, one account and one purpose', async () => {
    const { secrets } = storage();
    const face = testFace([], Array(4).fill({ text: 'x', keep: true }));
    const others: readonly [typeof address | { name: 'b'; address: 'b'; become: 'sudo' }, SecretRequest][] = [
      [address, sudo],
      [{ ...address, name: 'b', address: 'b' } as never, sudo],
      [address, { ...sudo, subject: 'you' }],
      [address, { ...sudo, kind: 'ssh-password' }],
    ];
    for (const [node, request] of others) await secrets.using(node, face.person, (ask) => ask(request));
    expect(face.questions).toHaveLength(4);
  });

  it('never hold a code that is good once', async () => {
    const { kept, secrets } = storage();
    const { person } = testFace([], [{ text: '123456', keep: true }]);
    await secrets.using(address, person, (ask) => ask({ ...sudo, kind: 'other', subject: '' }));
    expect(kept.size).toBe(0);
  });

  it('are all forgotten at once, also those of a storage that is damaged', async () => {
    const { kept, secrets } = storage();
    const { person } = testFace([], Array(2).fill({ text: 'x', keep: true }));
    for (const name of ['a', '__proto__'])
      await secrets.using({ ...address, name }, person, (ask) => ask({ ...sudo, node: name }));
    expect(await secrets.forget()).toBe(2);
    expect(kept.size).toBe(0);
    kept.set('mirrorwright.secrets', '{"a": 1, ');
    expect(await secrets.forget()).toBe(0);
    expect(kept.size).toBe(0);
  });

  it('of several nodes at a time are asked for one after the other', async () => {
    const { secrets } = storage();
    let open = 0;
    let most = 0;
    const face = testFace(
      [],
      Array(3).fill(async () => {
        most = Math.max(most, ++open);
        await Promise.resolve();
        open--;
        return { text: 'x', keep: false };
      }),
    );
    await Promise.all(
      ['a', 'b', 'c'].map((name) => secrets.using({ ...address, name }, face.person, (ask) => ask(sudo))),
    );
    expect(most).toBe(1);
  });
});
