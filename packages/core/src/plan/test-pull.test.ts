import { describe, expect, it } from 'vitest';
import { readTestPull } from './test-pull.ts';

describe('a test pull', () => {
  it('names the image as the readers log it', () => {
    expect(readTestPull('docker.io/nginx', undefined)).toEqual({ image: 'docker.io/library/nginx:latest' });
    expect(readTestPull('a.example:5000/x:1', 'cache.corp.example:443/hub')).toEqual({
      image: 'a.example:5000/x:1',
      from: 'cache.corp.example:443/hub',
    });
  });

  it.each(['nginx', 'library/nginx:1', '-x', 'a.example/X', 'a.example/x; touch y', '$(id)/x', ''])(
    'refuses the image %j',
    (image) => {
      expect(readTestPull(image, undefined)).toBeTypeOf('string');
    },
  );

  it.each(['-x', 'a b', 'https://a.example', 'a.example/', '$(id)', "a'b", '', 'a\nb'])(
    'refuses the mirror %j',
    (from) => {
      expect(readTestPull('a.example/x', from)).toContain('is no mirror');
    },
  );
});
