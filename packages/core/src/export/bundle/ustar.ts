import { encodeUtf8 } from '../../text/utf8.ts';

/** A file of an archive. Names are ours: plain, and at most a hundred bytes. */
export interface ArchiveFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly mode: number;
}

const blockSize = 512;

/**
 * A tar archive (POSIX ustar) with the same bytes for the same files: sorted by name, owned by root, dated 1970.
 * Regular files alone, which is why no library is needed for it.
 */
export function ustar(files: readonly ArchiveFile[]): Uint8Array {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const padded = (length: number): number => Math.ceil(length / blockSize) * blockSize;
  const size = sorted.reduce((sum, { content }) => sum + blockSize + padded(content.length), 2 * blockSize);
  const archive = new Uint8Array(size);
  let at = 0;
  for (const file of sorted) {
    archive.set(header(file), at);
    archive.set(file.content, at + blockSize);
    at += blockSize + padded(file.content.length);
  }
  return archive;
}

function header({ name, content, mode }: ArchiveFile): Uint8Array {
  const block = new Uint8Array(blockSize);
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new Error(`${name} is no name for an archive`);
  const put = (offset: number, text: string): void => block.set(encodeUtf8(text), offset);
  const octal = (offset: number, width: number, value: number): void =>
    put(offset, `${value.toString(8).padStart(width - 1, '0')}\0`);
  put(0, name);
  octal(100, 8, mode);
  octal(108, 8, 0);
  octal(116, 8, 0);
  octal(124, 12, content.length);
  octal(136, 12, 0);
  // the checksum is made with blanks in its own place
  put(148, '        ');
  put(156, '0');
  put(257, 'ustar\x0000');
  put(265, 'root');
  put(297, 'root');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}
