import { describe, expect, it } from 'vitest';
import { contentOf } from './content.ts';
import type { NodePreview } from './preview.ts';

const path = '/etc/containers/registries.conf.d/50-mirrors.conf';
const nothing: NodePreview = {
  target: 'podman@5.8',
  changed: [],
  unchanged: [],
  losses: [],
  notes: [],
  problems: [],
};
const there = new Map([[path, 'as it is\n']]);
const sides = (preview: NodePreview, alone?: true): readonly string[] =>
  (['current', 'planned'] as const).map((side) =>
    contentOf({ side, path, ...(alone && { alone }) }, { preview, comparedWith: 'folder ws', there }),
  );

describe('a file of a preview', () => {
  it('is as it is on both sides once it is as planned', () => {
    const same = { path, current: 'planned\n', planned: 'planned\n' };
    expect(sides({ ...nothing, unchanged: [same] })).toEqual(['planned\n', 'planned\n']);
  });

  it('stays as it is where nothing is made for it any more', () => {
    expect(sides(nothing)).toEqual(['as it is\n', 'as it is\n']);
    expect(sides({ ...nothing, problems: ['mirror-policy.yaml:7 is broken'] })).toEqual([
      'as it is\n',
      'as it is\n',
    ]);
  });

  it('says why nothing can be made where no summary stands above it', () => {
    const [current, planned] = sides({ ...nothing, problems: ['mirror-policy.yaml:7 is broken'] }, true);
    expect(current).toBe('as it is\n');
    expect(planned).toContain('Nothing can be made\n  mirror-policy.yaml:7 is broken\n');
  });

  it('is empty where there is none', () => {
    expect(sides({ ...nothing, changed: [{ path, current: undefined, planned: 'new\n' }] })).toEqual([
      '',
      'new\n',
    ]);
  });
});
