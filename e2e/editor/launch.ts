/**
 * Stands in for the program of VS Code when tests run: takes the arguments that `@vscode/test-electron` gives it, opens
 * code-server in headless Chromium instead, and ends with the code of the suite. Needs no network.
 *
 * Environment: `MIRRORWRIGHT_EDITOR_TRUST=asked` leaves workspace trust on; `MIRRORWRIGHT_EDITOR_KIND=web` loads the
 * extension into the browser's own extension host.
 */
import { resolve } from 'node:path';
import process from 'node:process';
import { addressOf, startBrowser } from './support/browser.ts';
import { startServer } from './support/server.ts';

const flags = process.argv.slice(2);
const valuesOf = (name: string): readonly string[] =>
  flags.filter((flag) => flag.startsWith(`--${name}=`)).map((flag) => flag.slice(name.length + 3));
const folder = flags.find((flag) => !flag.startsWith('--'));
const trust = process.env.MIRRORWRIGHT_EDITOR_TRUST === 'asked' ? 'asked' : 'given';
const kind = process.env.MIRRORWRIGHT_EDITOR_KIND;

const [developed, ...installed] = valuesOf('extensionDevelopmentPath');
const server = await startServer({
  installed,
  trust,
  settings: JSON.parse(process.env.MIRRORWRIGHT_EDITOR_SETTINGS ?? '{}'),
});
const browser = await startBrowser();
const { promise: ended, resolve: end } = Promise.withResolvers<number>();

const remote = (path: string): string => `vscode-remote://${server.host}${resolve(path)}`;
const payload: [string, string][] = [
  // the browser takes one; the others are installed
  ...(developed === undefined ? [] : [['extensionDevelopmentPath', remote(developed)] as [string, string]]),
  ...valuesOf('extensionTestsPath').map((path): [string, string] => ['extensionTestsPath', remote(path)]),
  ...(kind === undefined ? [] : [['extensionDevelopmentKind', kind] as [string, string]]),
  ['skipWelcome', 'true'],
];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(130));
// the editor talks a lot about itself: what is not of the tests is shown when something went wrong
const chatter: string[] = [];
await browser.page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
  const line = args.map(String).join(' ');
  if (/^(?:ok|FAILED) /.test(line)) process.stdout.write(`${line}\n`);
  else chatter.push(line.split('\n', 1)[0]!.slice(0, 200));
});
await browser.page.exposeFunction('codeAutomationExit', (code: number) => end(code));
browser.context.on('close', () => end(1));
await browser.page.goto(addressOf(server.host, folder === undefined ? undefined : resolve(folder), payload));
const limit = setTimeout(() => {
  process.stderr.write('the editor did not end in five minutes\n');
  end(1);
}, 300_000);
const code = await ended;
clearTimeout(limit);
if (code !== 0) process.stderr.write(`${chatter.slice(-40).join('\n')}\n`);
await browser.close();
server.stop();
process.exit(code);
