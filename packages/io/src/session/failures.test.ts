import { describe, expect, it } from 'vitest';
import { readSshFailure } from './failures.ts';

describe('the reason why ssh ended', () => {
  it.each([
    [
      '@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@\nHost key for a has changed and you have requested strict checking.\nHost key verification failed.\r\n',
      'changed-host-key',
    ],
    [
      'No ED25519 host key is known for a and you have requested strict checking.\nHost key verification failed.',
      'unknown-host-key',
    ],
    ['root@a: Permission denied (publickey,password).', 'authentication'],
    ['Received disconnect from 192.0.2.1: Too many authentication failures', 'authentication'],
    ['ssh: connect to host a port 22: Connection refused', 'refused'],
    ['ssh: connect to host a port 22: Connection timed out', 'timeout'],
    ['ssh: connect to host a port 22: No route to host', 'timeout'],
    ['Timeout, server a not responding.', 'timeout'],
    ['channel 0: open failed: connect failed: Connection refused\nstdio forwarding failed', 'refused'],
    ['ssh: Could not resolve hostname a: Name or service not known', 'other'],
    ['deploy is not in the sudoers file.', 'sudo-missing'],
    ["Sorry, user deploy is not allowed to execute '/bin/sh' as root on a.", 'sudo-limited'],
    ['sudo: 1 incorrect password attempt', 'authentication'],
    ['spawn ssh ENOENT', 'tool-missing'],
    ['', 'other'],
  ])('%j', (stderr, kind) => {
    const reason = readSshFailure(stderr, 'a');
    expect(reason.kind).toBe(kind);
    expect(reason.nextStep).not.toBe('');
  });

  it('names the key that is meant: of a hop, and of a port of its own', () => {
    const step = (stderr: string): string => readSshFailure(stderr, 'a').nextStep;
    const failed = 'Host key verification failed.';
    expect(
      step(`No ED25519 host key is known for hop and you have requested strict checking.\n${failed}`),
    ).toContain('ssh-keyscan hop >>');
    expect(
      step(`No ED25519 host key is known for [a]:2222 and you have requested strict checking.\n${failed}`),
    ).toContain('ssh-keyscan -p 2222 a >>');
    expect(
      step(
        `REMOTE HOST IDENTIFICATION HAS CHANGED!\nHost key for [a]:2222 has changed and you have requested strict checking.\n${failed}`,
      ),
    ).toContain("ssh-keygen -R '[a]:2222',");
  });

  it('is printable whatever the far end sends', () => {
    const { message } = readSshFailure('\u001b]0;owned\u0007\u009b31mx\r\u2028Connection refused', 'a');
    expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028]/);
  });
});
