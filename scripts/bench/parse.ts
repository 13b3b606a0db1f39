/**
 * Parse time of a registries.conf beside smol-toml, in one process, in turns. Prints medians and ratios; judges nothing.
 * Run: node scripts/bench/parse.ts
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parseToml } from '../../packages/core/src/syntax/toml/parse.ts';
import { sourceText } from '../../packages/core/src/text/source.ts';

type SmolToml = { readonly parse: (text: string) => unknown };

const SIZES = [1_000, 10_000, 50_000, 100_000];
const RUNS = 9;

const fromCore = createRequire(new URL('../../packages/core/package.json', import.meta.url));
const smolPath = fromCore.resolve('smol-toml');
const smol = (await import(pathToFileURL(smolPath).href)) as SmolToml;

function registriesConf(tables: number): string {
  const parts: string[] = [];
  for (let i = 0; i < tables; i++) {
    parts.push(
      `[[registry]]\nprefix = "registry-${i}.corp.example"\nlocation = "upstream-${i}.corp.example"\n\n`,
      `[[registry.mirror]]\nlocation = "mirror-a.corp.example/proxy-${i}"\n\n`,
      `[[registry.mirror]]\nlocation = "mirror-b.corp.example/proxy-${i}"\n\n`,
    );
  }
  // As read from a file: one flat string.
  return Buffer.from(parts.join('')).toString();
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

let first: { tables: number; time: number } | undefined;
for (const tables of SIZES) {
  const text = registriesConf(tables);
  const own: number[] = [];
  const other: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    own.push(milliseconds(() => parseToml(sourceText(text))));
    other.push(milliseconds(() => smol.parse(text)));
  }
  const time = median(own);
  const ratio = time / median(other);
  if (tables >= 10_000) first ??= { tables, time };
  const growth = first === undefined ? 1 : time / first.time / (tables / first.tables);
  const columns = [
    `${tables} tables`.padEnd(15),
    `${(text.length / 1e6).toFixed(1)} MB`.padEnd(9),
    `parseToml ${time.toFixed(1)} ms`.padEnd(22),
    `smol-toml ${median(other).toFixed(1)} ms`.padEnd(22),
    `ratio ${ratio.toFixed(2)}`.padEnd(12),
    `time per table against 10k: ${growth.toFixed(2)}`,
  ];
  process.stdout.write(`${columns.join(' ')}\n`);
}
