import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { FileSource } from './file-source.ts';
import { serve } from './serve.ts';

export interface StdioOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly files: FileSource;
  readonly version: string;
}

/** Serves the client at the other end of two streams. Answers whether it said `shutdown` before it left. */
export function startStdio({ input, output, files, version }: StdioOptions): void {
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(input),
    new StreamMessageWriter(output),
  );
  serve({ connection, files, version });
}
