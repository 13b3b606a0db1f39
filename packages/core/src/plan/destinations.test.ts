import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathFault, placeOf } from './destinations.ts';

const place = (path: string, allowed: readonly string[] = [], realPath = path) =>
  placeOf({ path, realPath, home: 'root', allowed });

function message(path: string, allowed: readonly string[] = [], realPath = path): string {
  const result = place(path, allowed, realPath);
  return typeof result === 'string' ? result : result.message;
}

describe('a destination', () => {
  test.each([
    '/etc/containers/registries.conf',
    '/etc/containers/registries.conf.d/50-mirrors.conf',
    '/etc/containers/policy.json',
    '/etc/containers/registries.d/default.yaml',
    '/etc/containers/certs.d/cache.corp.example:5000/ca.crt',
    '/root/.config/containers/registries.conf',
    '/etc/crio/policies/team.json',
  ])('%s is one of the files that the runtimes read', (path) => {
    expect(place(path)).toBe('known');
  });

  test.each([
    '/etc/motd',
    '/opt/app/registries.conf',
    '/etc/containers/containers.conf',
    '/etc/docker/daemon.json',
  ])('%s needs to be allowed by name', (path) => {
    expect(message(path)).toContain('none of the files');
    expect(place(path, [path])).toBe('foreign');
  });

  test.each([
    '/etc/sudoers',
    '/etc/sudoers.d/x',
    '/etc/pam.d/sshd',
    '/etc/cron.d/x',
    '/etc/crontab',
    '/var/spool/cron/root',
    '/etc/systemd/system/x.service',
    '/usr/lib/systemd/system/x.service',
    '/run/systemd/system/x.service',
    '/home/me/.config/systemd/user/x.service',
    '/root/.ssh/authorized_keys',
    '/srv/data/.ssh/config',
    '/boot/grub/grub.cfg',
    '/etc/ssh/sshd_config',
    '/etc/passwd',
    '/usr/bin/podman',
    '/etc/profile.d/x.sh',
    '/etc/ld.so.preload',
    '/var/lib/mirrorwright/journal',
    '/proc/sys/kernel/core_pattern',
    '/etc/containers/systemd/app.container',
    '/usr/share/containers/systemd/app.container',
    '/root/.config/containers/systemd/app.container',
    '/etc/containers/oci/hooks.d/run.json',
    '/usr/lib64/security/pam_x.so',
    '/usr/lib/x86_64-linux-gnu/security/pam_x.so',
    '/root/.pam_environment',
    '/etc/doas.conf',
    '/etc/default/grub',
    '/root/.cshrc',
  ])('%s is refused whatever is allowed', (path) => {
    expect(message(path, ['/**'])).toContain('never written');
  });

  test('is refused where its links lead to a forbidden place', () => {
    expect(message('/etc/containers/registries.conf', ['/**'], '/root/.ssh/authorized_keys')).toContain(
      'never written',
    );
    expect(message('/etc/containers/registries.conf', [], '/opt/shared.conf')).toContain('where the links');
  });

  test.each([
    ['etc/containers/policy.json', 'not an absolute path'],
    ['-rf', 'not an absolute path'],
    ['/etc/../etc/shadow', 'shortest form'],
    ['/etc//containers', 'shortest form'],
    ['/etc/a\nb', 'control character'],
    ['/etc/\u0000', 'control character'],
    [`/etc/${'a'.repeat(300)}`, 'longer'],
    [`/${'ab/'.repeat(2000)}x`, 'longer'],
  ])('%j is no path for a plan', (path, fault) => {
    expect(message(path, ['/**'])).toContain(fault);
  });

  test('may hold quotes, blanks and dollars, which nothing ever reads as a command', () => {
    const path = `/opt/a b'"$(reboot)/x.conf`;
    const result = place(path);
    expect(typeof result === 'string' ? '' : result.nextStep).toContain(
      `--allow-path '/opt/a b'\\''"$(reboot)/x.conf'`,
    );
    expect(place(path, ['/opt/**'])).toBe('foreign');
  });

  test('is never open by an odd way of writing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('..', '.', '', 'etc', 'sudoers', '.ssh', 'x', '\n'), { maxLength: 6 }),
        (names) => {
          const path = `/${names.join('/')}`;
          const open = typeof place(path, ['/**']) === 'string';
          if (open) {
            expect(pathFault(path)).toBeUndefined();
            expect(path).not.toMatch(/\/\.ssh(\/|$)|^\/etc\/sudoers/);
          }
        },
      ),
    );
  });
});
