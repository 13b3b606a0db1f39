import { describe, expect, it } from 'vitest';
import { remembered } from './remembered.ts';

describe('what is remembered of an object', () => {
  it('is kept for each object, apart from what others remember of it', () => {
    const [lengths, names] = [remembered<object, number>(), remembered<object, string>()];
    const [a, b] = [{}, {}];
    expect(lengths.set(a, 1)).toBe(1);
    names.set(a, 'a');
    lengths.set(b, 2);
    lengths.set(b, 3);
    expect([lengths.get(a), lengths.get(b), names.get(a), names.get(b)]).toEqual([1, 3, 'a', undefined]);
  });

  it('is neither listed, compared, nor copied', () => {
    const known = remembered<object, number>();
    const key = { x: 1 };
    known.set(key, 1);
    expect(Object.keys(key)).toEqual(['x']);
    expect(key).toStrictEqual({ x: 1 });
    expect(known.get({ ...key })).toBeUndefined();
  });

  it('is kept of frozen objects too', () => {
    const known = remembered<object, number>();
    const key = Object.freeze({});
    known.set(key, 1);
    expect(known.get(key)).toBe(1);
  });
});
