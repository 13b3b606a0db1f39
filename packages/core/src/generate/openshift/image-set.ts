import type { Parsed } from '../../dialects/document.ts';
import type { Loss } from '../../model/node-file.ts';
import type { MirrorPolicy } from '../../policy/model.ts';
import { coverage } from '../../policy/resolve.ts';
import { yamlText } from '../../policy/write.ts';
import type { Release } from '../../runtimes/openshift/releases.ts';
import { type IntendedRegistry, intentOf } from '../intent.ts';
import { endpointsOf } from './mirror-entries.ts';
import type { GeneratedResources } from './resources.ts';

export interface ImageSetOptions {
  /** Packages of the catalog of Red Hat's operators. */
  readonly operators?: readonly string[];
  /** Further images, with tag or digest. */
  readonly images?: readonly string[];
}

const releaseImages = 'quay.io/openshift-release-dev/ocp-release';
const catalog = 'registry.redhat.io/redhat/redhat-operator-index';

/**
 * The ImageSetConfiguration with which oc-mirror fills the mirrors of a policy. What oc-mirror is to copy and the policy
 * has no mirror for is a loss: nodes would ask for it where it never was.
 * Source: openshift/oc-mirror `v2/internal/pkg/api/v2alpha1/type_config.go`.
 */
export function imageSetConfiguration(
  policy: Parsed<MirrorPolicy>,
  [major, minor]: Release,
  { operators = [], images = [] }: ImageSetOptions = {},
): GeneratedResources {
  const losses: Loss[] = [];
  const mirrored = mirrorsOf(intentOf(policy.model).registries);
  const has = (name: string, what: string): boolean => {
    const found = mirrored(name) !== undefined;
    if (!found)
      losses.push({ field: what, dialect: 'imageset', reason: `no mirror of the policy serves ${name}` });
    return found;
  };
  const release = `${major}.${minor}`;
  const platform = has(releaseImages, 'platform')
    ? ['  platform:', '    channels:', `    - name: stable-${release}`, '    graph: true']
    : [];
  const packages = operators.length > 0 && has(catalog, 'operators') ? operators : [];
  const extra = images.filter((image) => has(image.replace(/(?:@[^/]*|:[^/:]*)$/, ''), image));
  const lines = [
    ...platform,
    ...(packages.length === 0
      ? []
      : [
          '  operators:',
          `  - catalog: ${catalog}:v${release}`,
          '    packages:',
          ...packages.map((name) => `    - name: ${yamlText(name)}`),
        ]),
    ...(extra.length === 0
      ? []
      : ['  additionalImages:', ...extra.map((image) => `  - name: ${yamlText(image)}`)]),
  ];
  if (lines.length === 0) return { files: [], losses, notes: ['There is nothing to copy.'] };
  const content = [
    'apiVersion: mirror.openshift.io/v2alpha1',
    'kind: ImageSetConfiguration',
    'mirror:',
    ...lines,
  ];
  return {
    files: [{ name: 'imageset-config.yaml', content: `${content.join('\n')}\n` }],
    losses,
    notes: notesOf(mirrored(releaseImages), operators),
  };
}

/** The first mirror of the registry that a name falls to. */
function mirrorsOf(registries: readonly IntendedRegistry[]): (name: string) => string | undefined {
  const firsts = new Map(
    registries.flatMap((registry) => {
      const [first] = endpointsOf(registry);
      return first === undefined ? [] : [[registry.name, first.location] as const];
    }),
  );
  const covered = coverage(firsts.keys());
  return (name) => firsts.get(covered(name) ?? '');
}

function notesOf(mirror: string | undefined, operators: readonly string[]): readonly string[] {
  const host = mirror?.split('/', 1)[0] ?? 'MIRROR';
  return [
    `Fill the mirror: oc mirror --v2 -c imageset-config.yaml --workspace file://mirror docker://${host}`,
    ...(operators.length === 0
      ? ['Name the operators to copy with --operator; a whole catalog is hundreds of gigabytes.']
      : []),
    "Compare where it puts the images with the mirrors of the policy: lint the folder mirror/working-dir/cluster-resources together with the policy's resources.",
  ];
}
