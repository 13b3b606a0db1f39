import {
  exportAnsible,
  exportKubernetes,
  type KubernetesRequest,
  kubernetesRefusals,
} from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import { type Invocation, listOption, stringOption } from '../cli/spec.ts';
import type { Outside } from '../push/outside.ts';
import { exportResources } from './resources.ts';
import { exportSource } from './source.ts';
import { writeExport } from './write.ts';

/** `mirrorwright plan --export ansible|kubernetes --out DIR`. */
export async function runExport(invocation: Invocation, outside: Outside): Promise<number> {
  const { options, streams } = invocation;
  const kind = stringOption(options, 'export');
  const out = stringOption(options, 'out');
  if (out === undefined) throw usageError(`--export ${kind}: say where to, --out DIR`);
  if (
    kind === 'kubernetes' &&
    listOption(options, 'target').some((target) => target.startsWith('openshift@'))
  )
    return exportResources(invocation, out);
  if (kind === 'kubernetes') imageOf(invocation);
  const request = await exportSource(invocation, outside);
  if (typeof request === 'number') return request;
  if (kind === 'ansible') return writeExport(out, exportAnsible(request), streams);
  const made = { ...request, image: imageOf(invocation) };
  return refusedBy(made, invocation) ?? writeExport(out, exportKubernetes(made), streams);
}

/** --image, which has no default: what runs with all rights on nodes is chosen by a person. */
export function imageOf({ options }: Pick<Invocation, 'options'>): string {
  const image = stringOption(options, 'image');
  if (image !== undefined) return image;
  throw usageError('name the image that the pods run, one with sh and coreutils: --image REF');
}

/** The exit code of why config maps cannot carry it. */
export function refusedBy(
  request: KubernetesRequest,
  { streams }: Pick<Invocation, 'streams'>,
): number | undefined {
  const refusals = kubernetesRefusals(request);
  for (const { message, nextStep } of refusals)
    streams.err(`mirrorwright: ${message}\n  next: ${nextStep}\n`);
  return refusals.length > 0 ? exitCodes.findings : undefined;
}
