import type { NodeOrder, ReloadStep } from '../ports.ts';
import { encodeBase64 } from '../text/base64.ts';
import { encodeUtf8 } from '../text/utf8.ts';

/*
 * An order as the lines that the node's script reads. Words: `-` is no text, `=` stands before plain text, `~` before
 * base64.
 */

export function wordOf(text: string): string {
  if (text === '') return '-';
  return /^[A-Za-z0-9_./:@+,-]+$/.test(text) ? `=${text}` : `~${encodeBase64(encodeUtf8(text))}`;
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
