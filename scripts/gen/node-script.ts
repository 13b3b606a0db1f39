import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleNotice, type Part } from './part.ts';

const folder = 'packages/io/src/apply/script';

/** The text that runs on nodes as a module: the bundled command has no files beside it. */
export const part: Part = {
  make: (root) => {
    const names = readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.sh'))
      .sort();
    const text = names.map((name) => shorten(readFileSync(join(root, folder, name), 'utf8'))).join('');
    const module = `${moduleNotice}\n\n/** packages/io/src/apply/script, without its comments. */\nexport const nodeScript: string = ${quote(text)};\n`;
    return new Map([['packages/io/src/generated/node-script.ts', module]]);
  },
};

/** Comments and indentation are for people; the text travels with every connection. */
function shorten(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => `${line}\n`)
    .join('');
}

function quote(text: string): string {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
}
