import type {
  EffectiveConfig,
  EffectiveMirror,
  EffectiveRegistry,
} from '../../runtimes/containers/config.ts';
import { hostOf, isPrivateHost } from '../data/hosts.ts';
import { markedTables } from '../facts/marked-tables.ts';
import { isPlaced, mirrorSpan } from '../facts/tables.ts';
import type { Rule } from '../rule.ts';

export const insecureMirror: Rule = {
  meta: {
    code: 'MW408',
    name: 'insecure-mirror',
    family: 'security',
    severity: 'warning',
    summary: 'A mirror is asked without verified TLS for a source that has it.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C40'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md'],
  },
  *check({ node }) {
    const config = node.config();
    const declared = new Set(markedTables(config).insecure.map(({ prefix }) => prefix));
    for (const { registry, mirror } of insecureMirrors(config)) {
      const { location } = mirror;
      if (!isPrivateHost(location)) continue;
      const digests = registry.mirrorByDigestOnly || mirror.pullFromMirror === 'digest-only';
      // whoever wrote it for the host itself as well has meant it
      const isMeant = declared.has(location) || declared.has(hostOf(location));
      yield {
        path: registry.origin.path,
        severity: digests || isMeant || staysOnNode(location) ? 'info' : 'warning',
        span: mirror.table.insecure?.span ?? mirrorSpan(mirror),
        message: `The mirror ${location} of ${registry.prefix} is asked without verified TLS.`,
        why: digests
          ? 'HTTPS without verification is tried first, then HTTP. Digests are still checked; credentials can be read on the way.'
          : 'HTTPS without verification is tried first, then HTTP. Pulls by tag trust whatever answers, and credentials can be read on the way.',
        advice: 'Give the mirror a certificate, and its CA to the node in certs.d.',
      };
    }
  },
};

interface InsecureMirror {
  readonly registry: EffectiveRegistry;
  readonly mirror: EffectiveMirror;
}

/** Those of tables that are not insecure themselves. */
function* insecureMirrors(config: EffectiveConfig): Iterable<InsecureMirror> {
  for (const registry of markedTables(config).insecureMirrors) {
    if (registry.insecure || !isPlaced(registry)) continue;
    for (const mirror of registry.mirrors)
      if (mirror.insecure && mirror.location !== '') yield { registry, mirror };
  }
}

/** Whether what is asked never leaves the machine. */
function staysOnNode(location: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+)$/.test(hostOf(location).replace(/:\d+$/, ''));
}
