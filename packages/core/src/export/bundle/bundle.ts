import type { NodeFile } from '../../model/node-file.ts';
import { sha256 } from '../../text/sha256.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { contentOf, type ExportRequest } from '../model.ts';
import { orderRows, reloadRows, validateRows, wordOf } from '../rows.ts';
import { installScript } from '../scripts.ts';
import { ustar } from './ustar.ts';

/** The folder that a bundle unpacks to. */
export function bundleName(planId: string): string {
  return `mirrorwright-${planId.slice(0, 12)}`;
}

/**
 * What a machine needs to carry a plan out by itself, without a connection: texts, hashes, orders, the script of a push
 * and the one that starts it. Flat names, so that a config map can hold them too.
 */
export function bundleFiles({ planId, nodes, script }: ExportRequest): readonly NodeFile[] {
  const files = new Map<string, string>([
    ['install.sh', installScript],
    ['mirrorwright.sh', script],
    ['plan', `${planId}\n`],
  ]);
  const rows: string[] = [];
  for (const [index, node] of nodes.entries()) {
    const { entry, hostname, order, reload, asked } = node;
    const name = `order.${index}`;
    rows.push(`${index} ${wordOf(entry.name)} ${wordOf(hostname)}\n`);
    files.set(`${name}.files`, orderRows(order));
    files.set(`${name}.reload`, reloadRows(reload));
    files.set(`${name}.validate`, validateRows(order));
    if (asked) files.set(`${name}.asked`, '');
    for (const [position, each] of order.files.entries()) {
      files.set(`${name}.${position}`, `${each.newSha256}\n`);
      files.set(`file.${each.newSha256}`, contentOf(each));
    }
  }
  files.set('nodes', rows.join(''));
  const hashes = [...files].map(([name, text]) => `${sha256(text)} ${name}\n`).sort();
  files.set('hashes', hashes.join(''));
  return [...files].map(([path, content]) => ({
    path,
    content,
    mode: path === 'install.sh' ? 0o755 : 0o644,
  }));
}

/** The bundle as one tar archive; the same bytes for the same plan. */
export function exportBundle(request: ExportRequest): Uint8Array {
  const folder = bundleName(request.planId);
  return ustar(
    bundleFiles(request).map(({ path, content, mode }) => ({
      name: `${folder}/${path}`,
      content: encodeUtf8(content),
      mode,
    })),
  );
}
