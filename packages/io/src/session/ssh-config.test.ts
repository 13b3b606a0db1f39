import { describe, expect, it } from 'vitest';
import { sshConfig } from './ssh-config.ts';

const request = {
  folder: '/tmp/mw-x',
  connectSeconds: 10,
  aliveSeconds: 5,
  canAsk: false,
  includes: ['/home/a b/.ssh/config'],
};

describe('the configuration for ssh', () => {
  it('puts what must hold before what the person wrote', () => {
    const text = sshConfig(request);
    const place = (line: string): number => text.split('\n').indexOf(line);
    expect(place('Host *')).toBe(0);
    for (const line of [
      'StrictHostKeyChecking yes',
      'ForwardAgent no',
      'BatchMode yes',
      'ControlPath "/tmp/mw-x/%C"',
    ])
      expect(place(`  ${line}`)).toBeGreaterThan(0);
    expect(place('Include "/home/a b/.ssh/config"')).toBeGreaterThan(place('  StrictHostKeyChecking yes'));
  });

  it('lets ssh ask where somebody answers', () => {
    expect(sshConfig({ ...request, canAsk: true })).toContain('BatchMode no');
  });

  it('gives a hop its own key, and nobody else', () => {
    const hopIdentities = [{ host: '192.0.2.1', identity: '~/.ssh/50% hop' }];
    const text = sshConfig({ ...request, hopIdentities });
    expect(text).toContain(
      'Match originalhost 192.0.2.1\n  IdentityFile "~/.ssh/50%% hop"\n  IdentitiesOnly yes\nHost *\nInclude',
    );
    expect(sshConfig({ ...request, hopIdentities, target: '192.0.2.1' })).not.toContain('IdentitiesOnly');
  });

  it('refuses a path that would end its quotes', () => {
    expect(() => sshConfig({ ...request, includes: ['/a"\nProxyCommand x'] })).toThrow();
  });
});
