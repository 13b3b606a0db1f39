import type { NodeOrder, ReloadStep } from '../ports.ts';
import { encodeUtf8 } from '../text/utf8.ts';

/*
 * An order as the lines that the node's script reads. Words: `-` is no text, `=` stands before plain text, `~` before
 * base64.
 */

export function wordOf(text: string): string {
  if (text === '') return '-';
  return /^[A-Za-z0-9_./:@+,-]+$/.test(text) ? `=${text}` : `~${base64(encodeUtf8(text))}`;
}

/** One line for each file: its number, where it lies, where that leads, both hashes, mode and the name while staged. */
export function orderRows({ files }: Pick<NodeOrder, 'files'>): string {
  return files
    .map((file, index) => {
      const words = [wordOf(file.path), wordOf(file.realPath), file.baseSha256 ?? '-', file.newSha256 ?? '-'];
      return `${index} ${words.join(' ')} ${(file.mode & 0o7777).toString(8)} ${wordOf(file.stagedName)}\n`;
    })
    .join('');
}

export function reloadRows(steps: readonly ReloadStep[]): string {
  return steps
    .map(
      ({ verb, unit, failurePattern = '', successPattern = '' }) =>
        `${verb} ${wordOf(unit)} ${wordOf(failurePattern)} ${wordOf(successPattern)}\n`,
    )
    .join('');
}

export function validateRows({ validate }: Pick<NodeOrder, 'validate'>): string {
  return validate
    .map(({ reader, configFiles }) => `${[reader, ...configFiles.map(wordOf)].join(' ')}\n`)
    .join('');
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
    const four = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
    const used = Math.min(4, bytes.length - at + 1);
    text += four.map((value, index) => (index < used ? digits[value] : '=')).join('');
  }
  return text;
}
