import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { failure, NodeError, readSshFailure } from './failures.ts';
import { type Hop, hopsOf } from './patterns.ts';

const run = promisify(execFile);

/** How ssh is called for a machine, without the machine itself. */
export interface SshCall {
  readonly program: string;
  readonly configFile: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Refuses a configuration in which no host key can ever be known: with `/dev/null` for the known hosts somebody meant to
 * switch the check off. Asked of ssh itself (`ssh -G`), for the machine and for every hop on the way.
 */
export async function checkKnownHosts(
  call: SshCall,
  hop: Hop,
  args: readonly string[],
  depth = 0,
): Promise<void> {
  const settings = await effective(call, hop, args);
  const files = (settings.get('userknownhostsfile') ?? '').split(' ');
  if (files.includes('/dev/null')) {
    const message = `${hop.host}: the ssh configuration keeps known hosts in /dev/null, so no host key can be checked`;
    const nextStep = `remove UserKnownHostsFile /dev/null for ${hop.host} from the ssh configuration, and add the key to ~/.ssh/known_hosts`;
    throw new NodeError(failure('unknown-host-key', message, nextStep));
  }
  if (depth >= 8) return;
  const hops = hopsOf(settings.get('proxyjump') ?? '');
  // the last hop of a list is started with the others before it on its command line
  for (const [index, next] of hops.entries())
    await checkKnownHosts(call, next, hopArgs(next, index), depth + 1);
}

function hopArgs(hop: Hop, index: number): readonly string[] {
  return [
    ...(hop.user === undefined ? [] : ['-l', hop.user]),
    ...(hop.port === undefined ? [] : ['-p', String(hop.port)]),
    // only the first hop of a list uses its own ProxyJump
    ...(index > 0 ? ['-o', 'ProxyJump=none'] : []),
  ];
}

async function effective(
  call: SshCall,
  { host }: Hop,
  args: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const all = ['-G', '-F', call.configFile, ...args, '--', host];
  const { stdout } = await run(call.program, all, { env: call.env, timeout: 15_000 }).catch(
    (error: NodeJS.ErrnoException & { stderr?: string }) => {
      if (error.code === 'ENOENT') {
        const message = `${call.program} is not installed here`;
        throw new NodeError(failure('tool-missing', message, "install OpenSSH's client"));
      }
      throw new NodeError(readSshFailure(error.stderr ?? error.message, host));
    },
  );
  return new Map(
    stdout.split('\n').map((line) => {
      const blank = line.indexOf(' ');
      return [line.slice(0, blank), line.slice(blank + 1)] as const;
    }),
  );
}
