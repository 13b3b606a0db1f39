/* URIs as editors write them. Two spellings of one file (`%3A` and `:`) are one URI here. */

/** The URI in one spelling, by which it is compared. */
export function normalUri(uri: string): string {
  const colon = uri.indexOf(':');
  if (colon === -1) return uri;
  const rest = uri.slice(colon + 1);
  return `${uri.slice(0, colon)}:${encodePath(decode(rest))}`;
}

/** The path that a URI names, decoded; for `untitled:` and the like what stands behind the colon. */
export function pathOfUri(uri: string): string {
  const match = /^[a-zA-Z][\w+.-]*:(?:\/\/[^/]*)?(.*)$/s.exec(uri);
  return decode(match?.[1] ?? uri);
}

/** The folder a URI lies in, without a slash at its end. */
export function parentUri(uri: string): string {
  return uri.slice(0, Math.max(uri.lastIndexOf('/'), 0));
}

/** The URI of a folder in one spelling, without slashes at its end: `file://` is the root. */
export function folderUri(uri: string): string {
  return normalUri(uri)
    .replace(/\/+$/, '')
    .replace(/^([\w+.-]+:)$/, '$1//');
}

/** The last part of the path. */
export function nameOf(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf('/') + 1));
}

/** A file or folder below a folder. */
export function childUri(folder: string, name: string): string {
  return `${folder}/${encodePath(name)}`;
}

/** The way from a folder to a file below it, decoded; undefined for files elsewhere. */
export function relativeTo(folder: string, uri: string): string | undefined {
  return uri.startsWith(`${folder}/`) ? decode(uri.slice(folder.length + 1)) : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Characters of paths stay, as in `file:///a/b.conf`; everything else is written in percents. */
function encodePath(text: string): string {
  return encodeURIComponent(
    text.replace(/[\ud800-\udfff]/g, (unit, at: number) => (isPaired(text, at) ? unit : '\ufffd')),
  )
    .replace(/%2F/g, '/')
    .replace(/%40/g, '@');
}

/** Whether the surrogate is half of a character. */
function isPaired(text: string, at: number): boolean {
  const isHigh = text.charCodeAt(at) < 0xdc00;
  const other = text.charCodeAt(isHigh ? at + 1 : at - 1);
  return isHigh ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00;
}
