import process from 'node:process';
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

/** Serves the client at the other end of two streams, until it says `exit` or goes away. */
export function startStdio({ input, output, files, version }: StdioOptions): void {
  const reader = new StreamMessageReader(input);
  // behind a header that says no length the reader waits for more bytes, though whole messages may lie there already
  reader.onError(() => setImmediate(() => input.emit('data', Buffer.alloc(0))));
  const connection = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(output));
  const served = serve({ connection, files, version });
  // a client that lives on while its end of the pipe is closed would be waited for without end
  const leave = (): never => process.exit(served.isShutDown() ? 0 : 1);
  input.on('end', leave);
  input.on('close', leave);
}
