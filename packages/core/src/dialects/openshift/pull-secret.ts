import { parseJson } from '../../syntax/json.ts';
import type { TableNode } from '../../syntax/tree.ts';
import { decodeBase64 } from '../../text/base64.ts';
import { sourceText } from '../../text/source.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { tableAt, valueAt } from './values.ts';

/** The registries that a file of logins names, in order. Nothing else of it is kept. */
export function loginHosts(json: string): readonly string[] | undefined {
  const { root, problems } = parseJson(sourceText(json));
  if (problems.length > 0 || root.kind !== 'table') return undefined;
  return tableAt(root, 'auths')?.entries.map(({ key }) => key);
}

const fileKey = '.dockerconfigjson';

/** Whose logins a Secret holds; undefined where it holds none that could be read. */
export function hostsOfSecret(secret: TableNode): readonly string[] | undefined {
  const plain = valueAt(tableAt(secret, 'stringData'), fileKey);
  if (plain !== undefined) return loginHosts(plain);
  const encoded = valueAt(tableAt(secret, 'data'), fileKey);
  const bytes = encoded === undefined ? undefined : decodeBase64(encoded);
  const json = bytes === undefined ? undefined : decodeUtf8(bytes);
  return json === undefined ? undefined : loginHosts(json);
}
