import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeEach } from 'vitest';

/** The folder where a script in the place of a program reads what to say and leaves what it was asked. */
export interface Recorded {
  readonly folder: string;
  file(name: string): string;
  set(name: string, text: string): void;
}

/** Puts a shell script in front of a program for the tests of a file; it finds its folder, new for each test, as `$LAB`. */
export function recordedProgram(name: string, script: string): Recorded {
  const folder = mkdtempSync(join(tmpdir(), `mirrorwright-${name}-`));
  const path = process.env.PATH;
  afterAll(() => {
    process.env.PATH = path;
    delete process.env.LAB;
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    rmSync(folder, { recursive: true });
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', name), script);
    chmodSync(join(folder, 'bin', name), 0o755);
    process.env.PATH = `${join(folder, 'bin')}${delimiter}${path}`;
    process.env.LAB = folder;
  });
  return {
    folder,
    file: (one) => readFileSync(join(folder, one), 'utf8'),
    set: (one, text) => writeFileSync(join(folder, one), text),
  };
}
