import { describe, expect, it } from 'vitest';
import { testFace } from '../testing/push-face.ts';
import { personFor } from './person.ts';

const question = { message: 'Push?', detail: '', buttons: ['Push'] };

describe('who is asked', () => {
  it('is the person at the editor, whatever the caller brings', async () => {
    const { person } = testFace([], [undefined]);
    for (const argument of [{ answers: ['Push'] }, 'Push', null, undefined, { answers: 'Push' }])
      expect(personFor(person, false, argument)).toBe(person);
    expect(await personFor(person, false, { answers: ['Push'] }).choose(question)).toBeUndefined();
  });

  it('is a script of the caller in tests of the extension alone', async () => {
    const { person } = testFace([]);
    const scripted = personFor(person, true, { answers: ['Push'] });
    expect(await scripted.choose(question)).toBe('Push');
    expect(await scripted.typed('', '')).toBeUndefined();
    expect(personFor(person, true, undefined)).toBe(person);
  });
});
