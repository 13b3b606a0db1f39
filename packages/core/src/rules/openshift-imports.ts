import type { ImportRule } from '../dialects/openshift/model.ts';
import { compileGlob } from './glob.ts';

/**
 * Whether image streams may import from a registry, `host[:port]`: patterns of hosts, with port 443 where none is
 * written, or 80 where the rule is insecure. Source: openshift/openshift-apiserver `pkg/image/apiserver/internalimageutil`.
 */
export function importMatcher(rules: readonly ImportRule[]): (registry: string) => boolean {
  const patterns = rules.map(({ domain, insecure }) => {
    const [host = '', port = insecure ? '80' : '443'] = domain.value.split(':');
    return { host: compileGlob(host), port: compileGlob(port) };
  });
  return (registry) => {
    const [name = '', number = '443'] = registry.split(':');
    return patterns.some(({ host, port }) => host(name) && port(number));
  };
}
