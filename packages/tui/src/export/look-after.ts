import type { NodeOrder, NodeReport } from '@mirrorwright/core';
import type { NodeLink } from '@mirrorwright/io/push';

/**
 * What the files are after a push that nothing on the node looks after and whose end was not heard of. Where all are as
 * they were, that is the outcome.
 */
export async function lookAfter(
  report: NodeReport,
  order: NodeOrder,
  connect: () => Promise<NodeLink>,
): Promise<NodeReport> {
  let link: NodeLink | undefined;
  try {
    link = await connect();
    const states = await link.read(
      order.files.map(({ path }) => path),
      [],
    );
    const hashes = new Map(states.map(({ path, sha256 }) => [path, sha256 ?? null]));
    return told(
      report,
      order.files.map(({ path, baseSha256, newSha256 }) => {
        const hash = hashes.get(path) ?? null;
        return { path, is: hash === newSha256 ? 'new' : hash === baseSha256 ? 'old' : 'changed by somebody' };
      }),
    );
  } catch {
    // the reason of the push says all that is known
    return report;
  } finally {
    await link?.close().catch(() => undefined);
  }
}

interface Found {
  readonly path: string;
  readonly is: 'old' | 'new' | 'changed by somebody';
}

function told(report: NodeReport, files: readonly Found[]): NodeReport {
  const { failure } = report;
  if (failure === undefined) return report;
  const all = (is: Found['is']): boolean => files.every((file) => file.is === is);
  const words = all('old')
    ? 'every file is as it was'
    : all('new')
      ? 'every file is new; whether the services took them is not known'
      : files.map(({ path, is }) => `${path} is ${is}`).join(', ');
  return {
    ...report,
    ...(all('old') && { outcome: 'rolled-back' }),
    failure: { ...failure, message: `${failure.message}. Looked at afterwards: ${words}` },
  };
}
