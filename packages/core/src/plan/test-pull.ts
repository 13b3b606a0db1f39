import { formatReference, isDomainLike, parseNormalized, withDefaultTag } from '../model/reference.ts';
import type { TestPull } from '../ports.ts';

const mirror = /^[A-Za-z0-9][A-Za-z0-9._-]*(?::\d{1,5})?(?:\/[A-Za-z0-9._/-]*[A-Za-z0-9])?$/;

/** An image to be pulled as a test, and the mirror that has to serve it; a text says why there is none. */
export function readTestPull(image: string, from: string | undefined): TestPull | string {
  const parsed = parseNormalized(image);
  if (!parsed.ok) return `${JSON.stringify(image)} is no image: ${parsed.error}`;
  // a name without its registry is completed by each machine in a way of its own
  if (!isDomainLike(image.slice(0, Math.max(0, image.indexOf('/')))))
    return `${image} does not name its registry, as ${formatReference(parsed.value)} would`;
  if (from !== undefined && !mirror.test(from))
    return `${JSON.stringify(from)} is no mirror: give it as HOST, HOST:PORT or HOST/PATH`;
  return {
    image: formatReference(withDefaultTag(parsed.value)),
    ...(from !== undefined && { from }),
  };
}
