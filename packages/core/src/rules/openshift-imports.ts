import type { ImportRule } from '../dialects/openshift/model.ts';
import { compileGlob, type GlobMatcher } from './glob.ts';

/**
 * Whether image streams may import from a registry, `host[:port]`: patterns of hosts, with port 443 where none is
 * written, or 80 where the rule is insecure. Source: openshift/openshift-apiserver `pkg/image/apiserver/internalimageutil`.
 */
export function importMatcher(rules: readonly ImportRule[]): (registry: string) => boolean {
  const whole = new Set<string>();
  const patterns: { readonly host: GlobMatcher; readonly port: GlobMatcher }[] = [];
  for (const { domain, insecure } of rules) {
    const [host = '', port = insecure ? '80' : '443'] = domain.value.split(':');
    if (/[*?]/.test(domain.value)) patterns.push({ host: compileGlob(host), port: compileGlob(port) });
    else whole.add(`${host}:${port}`);
  }
  return (registry) => {
    const [name = '', number = '443'] = registry.split(':');
    return whole.has(`${name}:${number}`) || patterns.some(({ host, port }) => host(name) && port(number));
  };
}
