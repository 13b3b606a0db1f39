/**
 * `node scripts/bench/language-server.ts [--write]`, and part of `pnpm bench`: the time from a change that the built language server receives to the
 * diagnostics it sends, beside a new lint by taplo of the same text. The debounce is set to nothing and printed.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { buildCommand } from '../build.ts';

const root = resolve(import.meta.dirname, '../..');
const command = join(root, 'packages/tui/dist/mirrorwright.js');
const uri = 'file:///bench/etc/containers/registries.conf';

/** Tables, edits for us and edits for taplo, whose time grows with the square of the text. */
const sizes = [
  [100, 200, 200],
  [1_000, 200, 20],
  [10_000, 20, 1],
] as const;

interface Figures {
  readonly median: number;
  readonly p95: number;
  /** Processor time of one edit, all threads; on a busy machine the steadier figure. */
  readonly cpu?: number;
}

function figures(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1]!, p95: sorted[Math.ceil(sorted.length * 0.95) - 1]! };
}

/** Tables with distinct hosts, a prefix, a location and two mirrors. */
function configuration(count: number): string {
  const tables = Array.from({ length: count }, (_, index) => {
    const host = `r${index}.corp.example`;
    return (
      `[[registry]]\nprefix = "${host}"\nlocation = "${host}"\n` +
      `[[registry.mirror]]\nlocation = "m1.corp.example/p${index}"\n` +
      `[[registry.mirror]]\nlocation = "m2.corp.example/p${index}"\n`
    );
  });
  return tables.join('\n');
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly params?: {
    readonly uri?: string;
    readonly version?: number;
    readonly diagnostics?: readonly unknown[];
  };
}

interface Server {
  readonly pid: number;
  send(method: string, params: unknown, id?: number): void;
  next(wanted: (message: Message) => boolean): Promise<Message>;
  end(): void;
}

/** A client that does no more than it must, so that it is not measured itself. */
function startServer(): Server {
  const child = spawn(process.execPath, [command, 'lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let rest = Buffer.alloc(0);
  let waiting: { wanted: (message: Message) => boolean; done: (message: Message) => void } | undefined;
  child.stdout.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const end = rest.indexOf('\r\n\r\n');
      if (end === -1) return;
      const length = Number(/Content-Length: (\d+)/i.exec(rest.toString('latin1', 0, end))![1]);
      if (rest.length < end + 4 + length) return;
      const message = JSON.parse(rest.toString('utf8', end + 4, end + 4 + length)) as Message;
      rest = rest.subarray(end + 4 + length);
      if (waiting?.wanted(message)) waiting.done(message);
    }
  });
  return {
    pid: child.pid!,
    send: (method, params, id) => {
      const text = JSON.stringify({ jsonrpc: '2.0', method, params, ...(id !== undefined && { id }) });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    },
    next: (wanted) =>
      new Promise((done) => {
        waiting = { wanted, done };
      }),
    end: () => child.kill(),
  };
}

/** Milliseconds of processor time that a process has used, where the system says it. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Types one letter into the middle of the file and takes it away again, in turns that change what is found. */
async function benchEdits(tables: number, edits: number): Promise<Figures> {
  const server = startServer();
  const text = configuration(tables);
  const initialized = server.next(({ id }) => id === 1);
  server.send(
    'initialize',
    { processId: null, rootUri: null, capabilities: {}, initializationOptions: { debounce: 0 } },
    1,
  );
  await initialized;
  server.send('initialized', {});
  const told = (version: number) =>
    server.next(
      ({ method, params }) => method === 'textDocument/publishDiagnostics' && params?.version === version,
    );
  const opened = told(1);
  server.send('textDocument/didOpen', { textDocument: { uri, languageId: 'toml', version: 1, text } });
  await opened;
  const line = text.slice(0, text.indexOf(`prefix = "r${tables >> 1}.`)).split('\n').length - 1;
  const at = { line, character: 'prefix = "'.length };
  const times: number[] = [];
  const before = cpuOf(server.pid);
  for (let edit = 0; edit < edits; edit++) {
    const version = edit + 2;
    const typed =
      edit % 2 === 0
        ? { range: { start: at, end: at }, text: '/' }
        : { range: { start: at, end: { ...at, character: at.character + 1 } }, text: '' };
    const answer = told(version);
    const started = performance.now();
    server.send('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [typed] });
    await answer;
    times.push(performance.now() - started);
  }
  const cpu = (cpuOf(server.pid) - before) / edits;
  server.end();
  return { ...figures(times), cpu };
}

interface Taplo {
  lint(toml: string): Promise<{ readonly errors: readonly unknown[] }>;
}

async function benchTaplo(tables: number, edits: number): Promise<Figures> {
  const require = createRequire(import.meta.url);
  const { Taplo } = require('@taplo/lib') as { readonly Taplo: { initialize(): Promise<Taplo> } };
  const taplo = await Taplo.initialize();
  // this build of taplo panics after it has judged a text without a fault, so that the text gets one
  const text = `twice = 1\ntwice = 2\n${configuration(tables)}`;
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const changed = edit % 2 === 0 ? text.replace(`"r${tables >> 1}.`, `"/r${tables >> 1}.`) : text;
    const started = performance.now();
    const { errors } = await taplo.lint(changed);
    times.push(performance.now() - started);
    if (errors.length !== 1) throw new Error('taplo did not read the text to its end');
  }
  return figures(times);
}

const lines: string[] = [];
function say(line: string): void {
  lines.push(line);
  process.stdout.write(`${line}\n`);
}

/** Measures and prints; what was printed is answered. */
export async function benchLanguageServer(): Promise<readonly string[]> {
  await buildCommand();
  say(
    '| tables | edits | ms from change to diagnostics, median | p95 | CPU ms an edit, mean | taplo: edits | ms of a lint, median | p95 |',
  );
  say('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const [tables, edits, others] of sizes) {
    const ours = await benchEdits(tables, edits);
    const taplo = await benchTaplo(tables, others);
    const shown = [ours.median, ours.p95, ours.cpu!].map((time) => time.toFixed(1));
    const peer = [taplo.median, taplo.p95].map((time) => time.toFixed(0));
    say(`| ${[tables.toLocaleString('en'), edits, ...shown, others, ...peer].join(' | ')} |`);
  }
  say('');
  say(
    `The server waited 0 ms for further changes here; its default is 100 ms. Load of the machine: ${loadavg()[0]!.toFixed(1)}.`,
  );
  return lines;
}

/** Puts the lines between their marks on the page. */
export function writeLanguageServerFigures(made: readonly string[]): void {
  const path = join(root, 'docs/performance.md');
  const marks = /(<!-- language server figures -->\n)[\s\S]*(<!-- end of language server figures -->)/;
  const page = readFileSync(path, 'utf8');
  if (!marks.test(page))
    throw new Error('docs/performance.md has no place for the figures of the language server');
  writeFileSync(
    path,
    page.replace(marks, (_, open: string, close: string) => `${open}\n${made.join('\n')}\n\n${close}`),
  );
}

if (import.meta.main) {
  const made = await benchLanguageServer();
  if (process.argv.includes('--write')) writeLanguageServerFigures(made);
}
