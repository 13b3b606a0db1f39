import { secretSpans } from '../../dialects/secrets.ts';
import { placeOf } from '../../plan/destinations.ts';
import type { Refusal } from '../../plan/model.ts';
import type { GivenFile } from '../../plan/node.ts';
import { sourceText } from '../../text/source.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { scalar } from '../yaml.ts';

export interface MachineConfigRequest {
  readonly files: readonly GivenFile[];
  /** The pool of machines: worker, master or one of its own. */
  readonly pool: string;
  /** Globs of `--allow-path`. */
  readonly allowPaths: readonly string[];
}

export type MachineConfigResult =
  | { readonly ok: true; readonly name: string; readonly content: string }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** What the operator makes itself of the image configuration, the mirror sets and the image policies. */
const rendered =
  /^\/etc\/(?:containers\/(?:registries\.conf|policy\.json|registries\.conf\.d\/01-image-searchRegistries\.conf|registries\.d\/sigstore-registries\.yaml)|crio\/policies\/.*)$/;

/** A MachineConfig with files that the operator does not make itself. Those are for resources, which it compiles. */
export function machineConfig({ files, pool, allowPaths }: MachineConfigRequest): MachineConfigResult {
  const refusals = files.flatMap((file) => refusalOf(file, allowPaths));
  if (!/^[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?$/.test(pool))
    refusals.push({
      message: `${JSON.stringify(pool)} is no name of a pool`,
      nextStep: 'name one as oc get machineconfigpool shows it',
    });
  if (refusals.length > 0) return { ok: false, refusals };
  const name = `99-${pool}-mirrorwright`;
  const entries = files.map(
    ({ path, text }) =>
      `        - path: ${scalar(path)}\n          mode: 420\n          overwrite: true\n          contents:\n            source: ${scalar(dataUrl(text))}\n`,
  );
  const content = `# severe: the operator drains and may reboot every machine of the pool
apiVersion: machineconfiguration.openshift.io/v1
kind: MachineConfig
metadata:
  name: ${name}
  labels:
    machineconfiguration.openshift.io/role: ${pool}
spec:
  config:
    ignition:
      version: 3.2.0
    storage:
      files:
${entries.join('')}`;
  return { ok: true, name, content };
}

function refusalOf({ path, text }: GivenFile, allowed: readonly string[]): Refusal[] {
  if (rendered.test(path))
    return [
      {
        path,
        message: `${path} is made by the Machine Config Operator`,
        nextStep: 'say it with a mirror policy, of which the resources are made: --policy FILE',
      },
    ];
  const placement = placeOf({ path, realPath: path, home: 'root', allowed });
  if (typeof placement !== 'string') return [placement];
  const [secret] = secretSpans(path, text);
  if (secret === undefined) return [];
  const { line } = sourceText(text).position(secret.start);
  return [
    {
      path,
      message: `the text for ${path} holds a secret in line ${line}; a MachineConfig is no place for one`,
      nextStep: 'use the pull secret of the cluster, or a Secret of its own',
    },
  ];
}

/** As Ignition reads it: everything but letters, digits and a few marks is escaped. */
function dataUrl(text: string): string {
  const escaped = [...encodeUtf8(text)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9._~-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `data:,${escaped.join('')}`;
}
