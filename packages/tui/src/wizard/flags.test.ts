import { readMirrorPolicy, sourceText } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import { mirrorwright } from '../testing/run.ts';
import { flagName, stepFlags } from './flag-specs.ts';
import { withFlags } from './flags.ts';

const start = '# ours\nversion: 1\ntargets: [podman@5.8]\n';

describe('answers as flags', () => {
  it('say everything that the steps ask', () => {
    const text = withFlags(start, {
      upstream: ['quay.io', 'gcr.io=registry.corp.example/gcr'],
      mirror: [
        'docker.io=harbor.corp.example,style=harbor,project=hub,ca=corp',
        'docker.io=10.0.0.5:5000,insecure',
      ],
      allow: ['docker.io', 'quay.io'],
      ca: ['corp=/etc/pki/corp.pem'],
      fallback: ['docker.io=block'],
      search: ['docker.io'],
      'short-names': 'enforcing',
      alias: ['web=quay.io/acme/web'],
    });
    expect(text).toContain('# ours');
    const { model } = readMirrorPolicy('p.yaml', sourceText(text));
    expect(model.problems).toEqual([]);
    expect(model.upstreams.map(({ registry }) => registry?.value)).toEqual([
      'quay.io',
      'gcr.io',
      'docker.io',
    ]);
    const hub = model.upstreams[2]!;
    expect(hub.fallback?.value).toBe('block');
    expect(hub.mirrors.map(({ location, insecure }) => [location?.value, insecure?.value])).toEqual([
      ['harbor.corp.example', undefined],
      ['10.0.0.5:5000', true],
    ]);
    expect(hub.mirrors[0]).toMatchObject({ style: { value: 'harbor' }, project: { value: 'hub' } });
    expect(model.shortNames?.value).toBe('enforcing');
    expect(model.aliases[0]?.value.value).toBe('quay.io/acme/web');
  });

  it.each([
    [{ mirror: ['docker.io'] }, '--mirror docker.io: a = is missing'],
    [{ mirror: ['docker.io=https://x.example'] }, 'leave the scheme out'],
    [{ mirror: ['docker.io=x.example,stile=harbor'] }, 'did you mean style?'],
    [{ mirror: ['docker.io=x.example,style=nexsus'] }, 'style is one of plain'],
    [{ mirror: ['docker.io=x.example,__proto__=1'] }, '"__proto__" is no setting'],
    [{ fallback: ['quay.io=block'] }, 'there is no upstream quay.io'],
    [{ fallback: ['never'] }, 'write keep or block'],
    [{ ca: ['corp=relative.pem'] }, 'absolute path'],
    [{ upstream: ['user:secret@quay.io'] }, 'leave user names'],
  ])('that are wrong are refused with the reason: %j', (options, message) => {
    expect(() => withFlags(start, options)).toThrow(message);
  });

  it('are enough to print the files without a question', async () => {
    const { code, stdout } = await mirrorwright([
      'init',
      '--no-input',
      '--mirror',
      'docker.io=cache.corp.example/hub',
      '--into',
      '/etc/containers/registries.conf',
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('# ---- /etc/containers/registries.conf\n');
    expect(stdout).toContain('location = "cache.corp.example/hub"');
  });

  it('cannot name a file outside of the root', async () => {
    const { code, stderr } = await mirrorwright([
      'init',
      '--no-input',
      '--upstream',
      'quay.io',
      '--into',
      '../x',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('name a file below the root');
  });

  it('have one name each', () => {
    expect(new Set(stepFlags.map(flagName)).size).toBe(stepFlags.length);
  });
});
