/** Says whether a path matches. Paths use `/`, without a leading `./`. */
export type GlobMatcher = (path: string) => boolean;

/**
 * Compiles a glob: `*` and `?` stay inside one path segment, `**` crosses segments, everything else is literal.
 * A pattern without `/` matches the last segment anywhere; one that ends in `/` matches all that lies below.
 * Matching never backtracks over more than one star, so hostile patterns cost no more than length x length.
 */
export function compileGlob(pattern: string): GlobMatcher {
  const below = pattern.endsWith('/') ? `${pattern}**` : pattern;
  const trimmed = below.replace(/^\.?\//, '');
  const anywhere = !trimmed.includes('/') && !pattern.startsWith('/');
  const segments = (anywhere ? `**/${trimmed}` : trimmed).split('/');
  return (path) => matchSegments(segments, path.replace(/^\.?\/+/, '').split('/'));
}

function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  return matchStars(
    pattern.length,
    path.length,
    (at) => pattern[at] === '**',
    (p, s) => matchSegment(pattern[p]!, path[s]!),
  );
}

function matchSegment(pattern: string, text: string): boolean {
  return matchStars(
    pattern.length,
    text.length,
    (at) => pattern[at] === '*',
    (p, s) => pattern[p] === '?' || pattern[p] === text[s],
  );
}

/** Wildcard matching over two sequences; on a mismatch only the last star takes one more element. */
function matchStars(
  patternLength: number,
  length: number,
  isStar: (at: number) => boolean,
  same: (patternAt: number, at: number) => boolean,
): boolean {
  let p = 0;
  let s = 0;
  let star = -1;
  let resume = 0;
  while (s < length) {
    if (p < patternLength && isStar(p)) {
      star = p++;
      resume = s;
    } else if (p < patternLength && same(p, s)) {
      p++;
      s++;
    } else if (star >= 0) {
      p = star + 1;
      s = ++resume;
    } else return false;
  }
  while (p < patternLength && isStar(p)) p++;
  return p === patternLength;
}
