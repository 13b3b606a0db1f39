import { entryOf, type TableNode } from '../../syntax/tree.ts';
import { rulesAt } from './mirror-set.ts';
import type { InstallConfig, MirrorSet, Resource } from './model.ts';
import { loginHosts } from './pull-secret.ts';
import { present, textAt, valueAt } from './values.ts';

/**
 * install-config.yaml, and the mirror sets that the installer makes of it.
 * Source: openshift/installer `pkg/asset/manifests/image{content,digest}*.go`.
 */
export function* installConfig(
  node: TableNode,
  common: Pick<Resource, 'apiVersion' | 'node' | 'name' | 'namespace'>,
): Iterable<InstallConfig | MirrorSet> {
  const contentSources = entryOf(node, 'imageContentSources')?.keySpan;
  const digestSources = entryOf(node, 'imageDigestSources')?.keySpan;
  const secret = valueAt(node, 'pullSecret');
  yield {
    ...common,
    kind: 'InstallConfig',
    ...present({
      trustBundle: textAt(node, 'additionalTrustBundle'),
      hosts: secret === undefined ? undefined : loginHosts(secret),
      contentSources,
      digestSources,
    }),
  };
  if (contentSources !== undefined)
    yield {
      apiVersion: 'operator.openshift.io/v1alpha1',
      kind: 'ImageContentSourcePolicy',
      name: { value: 'image-policy', span: contentSources },
      node,
      rules: rulesAt(node, 'imageContentSources'),
      installKey: 'imageContentSources',
    };
  if (digestSources !== undefined)
    yield {
      apiVersion: 'config.openshift.io/v1',
      kind: 'ImageDigestMirrorSet',
      name: { value: 'image-digest-mirror', span: digestSources },
      node,
      rules: rulesAt(node, 'imageDigestSources', 'sourcePolicy'),
      installKey: 'imageDigestSources',
    };
}
