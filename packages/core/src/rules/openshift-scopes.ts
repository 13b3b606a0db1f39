import { parseReference } from '../model/reference.ts';
import { isSource } from '../runtimes/openshift/scopes.ts';

const longestScope = 512;

/**
 * Why the API refuses a scope of an image policy; undefined where it takes it. Source: openshift/api, rules of
 * `ImageScope` in config/v1/types_image_policy.go.
 */
export function policyScopeFault(scope: string): string | undefined {
  if (scope.length > longestScope) return `it has ${scope.length} characters; ${longestScope} are allowed`;
  if (scope.includes('*'))
    return isSource(scope) ? undefined : 'a star stands only for the first label, *.example.com';
  const [first = ''] = scope.split('/', 1);
  const host = first.replace(/:\d+$/, '');
  if (host !== 'localhost' && !host.includes('.')) return 'the host has no dot, and is not localhost';
  if (!scope.includes('/')) return isSource(scope) ? undefined : 'it is no host';
  const parsed = parseReference(scope);
  return parsed.ok ? undefined : parsed.error;
}
