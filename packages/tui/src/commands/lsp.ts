import process from 'node:process';
import { startStdio } from '@mirrorwright/language-server';
import { diskFiles } from '../cli/disk-files.ts';
import type { Invocation } from '../cli/spec.ts';

/** `mirrorwright lsp`: serves an editor on standard input and output until it says `exit` or goes away. */
export function run({ version }: Invocation): Promise<number> {
  return new Promise(() => {
    // the server ends the process itself, with the code that the protocol wants
    startStdio({ input: process.stdin, output: process.stdout, files: diskFiles, version });
  });
}
