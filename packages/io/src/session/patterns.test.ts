import { describe, expect, it } from 'vitest';
import { checkAddress, hopsOf } from './patterns.ts';

const node = { name: 'a', address: 'a.example', become: 'none' } as const;

describe('what ssh is given', () => {
  it.each([
    { address: 'web-1.example.com' },
    { address: '192.0.2.7' },
    { address: '2001:db8::7' },
    { user: 'deploy' },
    { user: 'first.last@corp.example' },
    { port: 2222 },
    { jump: 'gate@bastion.example:2200,inner' },
    { identity: '/home/x/.ssh/id with blank' },
  ])('takes %j', (more) => {
    expect(() => checkAddress({ ...node, ...more })).not.toThrow();
  });

  it.each([
    { address: '' },
    { address: '-oProxyCommand=x' },
    { address: 'a b' },
    { address: 'a;b' },
    { address: 'a\nb' },
    { address: "a'b" },
    { address: '`id`' },
    { address: 'user@host' },
    { user: '-x' },
    { user: 'a b' },
    { user: '$(id)' },
    { port: 0 },
    { port: 65536 },
    { port: 1.5 },
    { jump: '-oProxyCommand=x' },
    { jump: 'a,,b' },
    { jump: 'a:99999' },
    { identity: '-oX' },
    { identity: 'a\u0000b' },
  ])('refuses %j', (more) => {
    expect(() => checkAddress({ ...node, ...more })).toThrow();
  });

  it('reads hops as ssh does', () => {
    expect(hopsOf('gate@b.example:2200,ssh://[2001:db8::1]:22')).toEqual([
      { user: 'gate', host: 'b.example', port: 2200 },
      { host: '2001:db8::1', port: 22 },
    ]);
    expect(hopsOf('none')).toEqual([]);
  });
});
