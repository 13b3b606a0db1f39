import { isDigest } from './encoding.ts';

/**
 * Why a scope is not accepted for a transport, or undefined when it loads. The empty scope always loads, and so does
 * any scope of a transport that the reader does not know (as `ostree` in nearly every build).
 * Source: the ValidatePolicyConfigurationScope methods of containers/image.
 */
export function scopeProblem(transport: string, scope: string): string | undefined {
  if (scope === '') return undefined;
  return checks.get(transport)?.(scope);
}

const checks: ReadonlyMap<string, (scope: string) => string | undefined> = new Map([
  ['dir', pathProblem],
  ['oci', pathProblem],
  ['oci-archive', pathProblem],
  ['sif', pathProblem],
  ['docker-archive', onlyDefault],
  ['tarball', onlyDefault],
  ['docker-daemon', (scope) => (isDigest(scope) ? 'an image ID has no scope' : undefined)],
  ['atomic', atomicProblem],
  ['containers-storage', storageProblem],
]);

function pathProblem(scope: string): string | undefined {
  if (!scope.startsWith('/')) return 'it must be an absolute path';
  if (scope === '/') return 'the root folder is written as the empty scope ""';
  const clean = cleanPath(scope);
  return clean === scope ? undefined : `the path must be written in its shortest form, ${clean}`;
}

/** The path without empty, `.` and `..` parts, as Go's filepath.Clean makes it. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function onlyDefault(): string {
  return 'this transport has no scope but the empty one, ""';
}

const atomicForm = /^[^/]*(?:\/[^:/]*(?:\/[^:/]*(?::[^:/]*)?)?)?$/;

function atomicProblem(scope: string): string | undefined {
  return atomicForm.test(scope) ? undefined : 'it must be HOST[/NAMESPACE[/STREAM[:TAG]]]';
}

function storageProblem(scope: string): string | undefined {
  const close = scope.indexOf(']');
  if (!scope.startsWith('[') || close < 1) return 'it must begin with the store, [DRIVER@/ROOT] or [/ROOT]';
  const store = scope.slice(1, close);
  const at = store.indexOf('@');
  const driver = at === -1 ? undefined : store.slice(0, at);
  const root = store.slice(at + 1);
  if (driver === '' || root === '') return 'the store must be [DRIVER@/ROOT] or [/ROOT]';
  if (!root.startsWith('/')) return 'the folder of the store must be an absolute path';
  return storedNameProblem(scope.slice(close + 1));
}

function storedNameProblem(name: string): string | undefined {
  const first = name.indexOf('@');
  if (first === -1) return undefined;
  const second = name.indexOf('@', first + 1);
  const middle = name.slice(first + 1, second === -1 ? undefined : second);
  if (second === -1)
    return isDigest(middle) || isImageId(middle) ? undefined : 'what follows @ must be a digest or an ID';
  if (!isDigest(middle)) return 'what follows the first @ must be a digest';
  return isImageId(name.slice(second + 1)) ? undefined : 'what follows the second @ must be an ID';
}

function isImageId(text: string): boolean {
  return /^[a-f0-9]{64}$/.test(text);
}
