import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** What a person is asked for. Answers are kept in memory for as long as a connection is made, and nowhere else. */
export interface SecretRequest {
  readonly node: string;
  readonly kind: 'ssh-password' | 'key-passphrase' | 'sudo-password' | 'other';
  /** Whose password, or which key; as ssh or sudo name it. */
  readonly subject: string;
  /** The question in the words of the program that asks. */
  readonly prompt: string;
}

/** undefined: nobody answers. */
export type AskSecret = (request: SecretRequest) => Promise<string | undefined>;

export interface Askpass {
  /** What ssh needs in its environment. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Runs as a process of its own that ssh starts: asks this process over the socket beside it and prints the answer. */
const helper = `const{connect}=require('node:net');const s=connect(__dirname+'/ask');let t='';
s.on('error',()=>process.exit(1));
s.end(JSON.stringify({prompt:process.argv[2]||'',hint:process.env.SSH_ASKPASS_PROMPT||''}));
s.setEncoding('utf8').on('data',(c)=>{t+=c}).on('end',()=>{const{answer}=JSON.parse(t||'{}');
if(typeof answer!=='string')process.exit(1);process.stdout.write(answer+'\\n')});
`;

/**
 * Answers ssh's questions: ssh starts a helper in place of a terminal (SSH_ASKPASS, ssh(1)), and that asks this process over a
 * socket in a folder that is this user's alone. Nothing secret stands in an argument, an environment or a file.
 */
export async function startAskpass(folder: string, node: string, ask: AskSecret): Promise<Askpass> {
  const script = join(folder, 'askpass');
  const program = join(folder, 'askpass.cjs');
  await writeFile(program, helper, { mode: 0o600 });
  const words = [process.execPath, program].map(shellWord).join(' ');
  await writeFile(script, `#!/bin/sh\nunset NODE_OPTIONS\nELECTRON_RUN_AS_NODE=1 exec ${words} "$@"\n`, {
    mode: 0o700,
  });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    answer(socket, node, ask).catch(() => socket.destroy());
  });
  server.listen(join(folder, 'ask'));
  await once(server, 'listening');
  return {
    // older ssh asks the helper only where there is a display
    env: { SSH_ASKPASS: script, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: process.env.DISPLAY ?? ':0' },
    close: async () => {
      server.close();
    },
  };
}

async function answer(socket: Socket, node: string, ask: AskSecret): Promise<void> {
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    text += chunk as string;
    if (text.length > 65_536) return void socket.destroy();
  }
  const { prompt, hint } = JSON.parse(text) as { prompt: string; hint: string };
  // a key that waits to be touched only wants to be told about; a yes or no is never ours to give
  if (hint !== '') return void socket.end('{}');
  const secret = await ask({ node, prompt, ...subjectOf(prompt) });
  socket.end(JSON.stringify(secret === undefined ? {} : { answer: secret }));
}

function subjectOf(prompt: string): Pick<SecretRequest, 'kind' | 'subject'> {
  const key = /passphrase for (?:key )?'?(.*?)'?: ?$/i.exec(prompt);
  if (key !== null) return { kind: 'key-passphrase', subject: key[1]! };
  const password = /^\(?([^\s()]+@[^\s()']+)(?:\)|'s) password: ?$/i.exec(prompt);
  if (password !== null) return { kind: 'ssh-password', subject: password[1]! };
  return { kind: 'other', subject: '' };
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
