import type { ImageConfig, Resource } from '../../dialects/openshift/model.ts';
import { readResources } from '../../dialects/openshift/read.ts';
import { tableAt, valueAt } from '../../dialects/openshift/values.ts';
import { sourceText } from '../../text/source.ts';

/**
 * What a cluster holds after resources were applied one after the other: a later one takes the place of an earlier one
 * of the same kind and name. The fields of the image configuration that the later one leaves out stay as they are.
 */
export function applied(resources: readonly Resource[]): readonly Resource[] {
  const held = new Map<string, Resource>();
  resources.forEach((resource, index) => {
    const id = identity(resource) ?? `${index}`;
    const before = held.get(id);
    const both = before?.kind === 'Image' && resource.kind === 'Image';
    held.set(id, both ? appliedImage(before, resource) : resource);
  });
  return [...held.values()];
}

/** What the API server tells resources apart by; undefined without a name. */
export function identity({ apiVersion, kind, namespace, name }: Resource): string | undefined {
  if (name === undefined) return undefined;
  return [apiVersion.split('/')[0], kind, namespace?.value ?? '', name.value].join(' ');
}

const fields = ['insecure', 'blocked', 'allowed', 'search', 'imports', 'trustedCA'] as const;

/** Lists are replaced as wholes. What an earlier `oc apply` had set and this one leaves out is removed. */
function appliedImage(before: ImageConfig, after: ImageConfig): ImageConfig {
  const last = lastApplied(before);
  const kept = Object.fromEntries(
    fields.flatMap((field) => {
      const value = before[field];
      return value === undefined || last?.[field] !== undefined ? [] : [[field, value]];
    }),
  );
  const { internalHostname } = before;
  const externalHostnames =
    after.externalHostnames.length > 0 ? after.externalHostnames : before.externalHostnames;
  return { ...kept, ...(internalHostname && { internalHostname }), ...after, externalHostnames };
}

/** `oc apply` notes on a resource what it was given. */
function lastApplied({ node }: ImageConfig): ImageConfig | undefined {
  const annotations = tableAt(node, 'metadata', 'annotations');
  const text = valueAt(annotations, 'kubectl.kubernetes.io/last-applied-configuration');
  if (text === undefined) return undefined;
  return readResources(sourceText(text)).find((resource) => resource.kind === 'Image');
}
