import { writeFileSync } from 'node:fs';
import type { Held } from './case.ts';

/** What can go wrong while a push is at a step. */
export interface Fault {
  readonly name: string;
  /** The push runs in a process of its own, which can be killed. */
  readonly ownProcess?: boolean;
  /** The set is decided only by the next push or `repair`. */
  readonly needsSettling?: boolean;
  /** The files end as somebody else's edit left one of them. */
  readonly edits?: boolean;
  inject(held: Held): Promise<void>;
  /** After the push has had its time under the fault. */
  lift?(held: Held): Promise<void>;
}

const kill = (who: string): string => `kill -9 $(cat /run/mirrorwright/*/${who}.pid) 2>/dev/null; true`;
const places = '/etc/containers /var/lib/mirrorwright';

export const faults: readonly Fault[] = [
  { name: 'none', inject: async () => undefined },
  {
    name: 'link cut',
    inject: async ({ node }) => void (await node.later('pkill -9 -f "^sshd: root@"')),
  },
  {
    name: 'link hung',
    inject: async ({ node }) => node.link('down'),
    lift: async ({ node }) => {
      node.link('up');
      await node.answers();
    },
  },
  {
    name: 'kill -9 of our process',
    ownProcess: true,
    inject: async ({ driver }) => void driver?.process.kill('SIGKILL'),
  },
  {
    name: "kill -9 of the guard's worker",
    inject: async ({ node }) => void (await node.later(kill('worker'))),
  },
  { name: 'kill -9 of the guard', inject: async ({ node }) => void (await node.later(kill('guard'))) },
  {
    name: 'kill -9 of guard and worker',
    needsSettling: true,
    inject: async ({ node }) => void (await node.later(`${kill('guard')}; ${kill('worker')}`)),
  },
  {
    name: 'disk full',
    inject: async ({ node }) =>
      void (await node.later(
        `for i in ${places}; do [ ! -d $i ] || dd if=/dev/zero of=$i/.fill bs=64k 2>/dev/null; dd if=/dev/zero of=$i/.fill2 bs=1 count=70000 2>/dev/null; done; true`,
      )),
    lift: async ({ node }) =>
      void (await node.later(`for i in ${places}; do rm -f $i/.fill $i/.fill2; done`)),
  },
  {
    name: 'read-only',
    inject: async ({ node }) => must(await node.later('mount -o remount,ro /etc/containers')),
    lift: async ({ node }) => must(await node.later('mount -o remount,rw /etc/containers')),
  },
  {
    name: 'permission lost',
    inject: async ({ node }) =>
      must(await node.later('chattr +i /etc/containers /etc/containers/registries.conf.d')),
    lift: async ({ node }) =>
      must(await node.later('chattr -i /etc/containers /etc/containers/registries.conf.d')),
  },
  {
    name: 'drift',
    edits: true,
    inject: async ({ node }) => writeFileSync(node.at('/etc/containers/registries.conf'), 'somebody else\n'),
  },
  {
    name: 'two pushes at once',
    inject: async (held) => {
      const report = await held.pushAgain();
      if (held.stands && report.failure?.kind !== 'busy')
        throw new Error(`the second of two pushes: ${JSON.stringify(report)}`);
    },
  },
  {
    name: 'skewed clock',
    inject: async ({ node }) =>
      must(
        await node.later(
          'printf "#!/bin/sh\\necho 86400\\n" >/run/date; chmod 755 /run/date; mount --bind /run/date /usr/bin/date',
        ),
      ),
    lift: async ({ node }) => must(await node.later('umount /usr/bin/date')),
  },
  {
    name: 'reload fails',
    inject: async ({ node }) => writeFileSync(node.at('/etc/mirrorwright-lab/fail'), ''),
    lift: async ({ node }) => void (await node.later('rm -f /etc/mirrorwright-lab/fail')),
  },
  {
    name: 'health check fails',
    inject: async ({ node }) => writeFileSync(node.at('/etc/mirrorwright-lab/unhealthy'), ''),
    lift: async ({ node }) => void (await node.later('rm -f /etc/mirrorwright-lab/unhealthy')),
  },
  { name: 'reboot', needsSettling: true, inject: async ({ node }) => node.reboot() },
];

function must({ ok, text }: { readonly ok: boolean; readonly text: string }): void {
  if (!ok) throw new Error(text);
}
