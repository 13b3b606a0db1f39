import type { Detection } from '../document.ts';
import { hasPlaceholders } from '../placeholders.ts';

const ownWords =
  /^[ \t]*(?:\[\[?[ \t]*["']?registr(?:y|ies)["']?[ \t]*[.\]]|\[[ \t]*["']?aliases["']?[ \t]*\]|["']?(?:unqualified[-_]search[-_]registries|short-name-mode|credential-helpers|additional-layer-store-auth-helper|registry|aliases|registries)["']?[ \t]*[=.])/im;

/**
 * Whether a file is a registries.conf, a drop-in or the short-name cache; undefined when neither its path nor its
 * content says anything of the sort. By name alone a file is taken when it is empty, or nothing but comments and
 * broken text that could be meant so; a text in another format under this name is left alone.
 */
export function detectRegistriesConf(path: string, text: string): Detection | undefined {
  const named = namedAs(path);
  const spoken = ownWords.test(text);
  if (named === undefined && !spoken) return undefined;
  if (named === undefined && !/\.(?:conf|toml|block|txt)$|^-$|^<stdin>$|(?:^|\/)[^./]+$/.test(path))
    return undefined;
  if (hasPlaceholders(text))
    return { dialect: null, reason: 'a template with placeholders, not yet a configuration' };
  if (named === 'short-name-cache') return { dialect: 'short-name-cache' };
  if (named !== undefined && !spoken && isForeign(text)) {
    return { dialect: null, reason: 'the name of a registries.conf, but another format' };
  }
  return { dialect: 'registries-conf' };
}

function namedAs(path: string): 'registries-conf' | 'short-name-cache' | undefined {
  if (/(?:^|[\\/])short-name-aliases\.conf$/.test(path)) return 'short-name-cache';
  if (/(?:^|[\\/])registries\.conf$/.test(path)) return 'registries-conf';
  if (/(?:^|[\\/])registries(?:\.rootful|\.rootless)?\.conf\.d[\\/](?:.*[\\/])?[^\\/]+$/.test(path))
    return 'registries-conf';
  return undefined;
}

/**
 * The dialect a reader takes a file of its own search path for, whatever it holds; undefined for files that it would
 * not open there.
 */
export function dialectByPath(path: string): 'registries-conf' | 'short-name-cache' | undefined {
  const named = namedAs(path);
  return named === 'registries-conf' && !path.endsWith('.conf') ? undefined : named;
}

/** A lone path (a link that a repository stored as text), or sections and unquoted values as in an INI file. */
function isForeign(text: string): boolean {
  const lines = text.split('\n', 200).map((line) => line.trim());
  const statements = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (statements.length === 0) return false;
  const bare = statements.length === 1 && /^\/\S*$/.test(statements[0]!);
  const sections = statements.filter((line) => /^\[[^[\]=]+\]$/.test(line));
  const iniLike = sections.length > 0 && statements.some((line) => /^\w+=[^"'[{\d\s]/.test(line));
  return bare || iniLike;
}
