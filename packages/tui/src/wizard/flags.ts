import {
  closest,
  mirrorFields,
  type PlainMirror,
  policyEdits,
  readMirrorPolicy,
  sourceText,
} from '@mirrorwright/core';
import { usageError } from '../cli/exit.ts';
import { listOption, type Options, stringOption } from '../cli/spec.ts';
import { flagName, stepFlags } from './flag-specs.ts';
import type { PolicyDocument } from './state.ts';
import { aliasNameProblem, imageProblem, nameProblem, pathProblem, placeProblem } from './validate.ts';

/** Whether any answer came as a flag. */
export function hasFlags(options: Options): boolean {
  return stepFlags.some((flag) => options[flagName(flag)] !== undefined && !flag.key.startsWith('not in'));
}

/** The policy after the answers that came as flags. Lists replace those of the answers file; upstreams add to it. */
export function withFlags(text: string, options: Options): string {
  let policy = readMirrorPolicy('mirror-policy.yaml', sourceText(text));
  const apply = (edits: Parameters<typeof policyEdits.applyPolicyEdits>[1]): void => {
    policy = policyEdits.applyPolicyEdits(policy, edits);
  };
  for (const value of listOption(options, 'upstream')) apply(upstreamEdits(policy, value));
  for (const value of listOption(options, 'mirror')) {
    const { registry, mirror } = mirrorOf(value);
    if (upstreamIndex(policy, registry) === -1) apply(policyEdits.addUpstream(policy, { registry }));
    apply(policyEdits.addMirror(policy, upstreamIndex(policy, registry), mirror));
  }
  for (const [flag, list] of lists) {
    const values = listOption(options, flag);
    const checked = flag === 'credential-helper' ? values : values.map((value) => place(flag, value));
    if (checked.length > 0) apply(policyEdits.setList(policy, list, checked));
  }
  for (const value of listOption(options, 'ca')) {
    const [name, path] = pair('ca', value);
    refuse('ca', value, nameProblem(name) ?? pathProblem(path));
    apply(policyEdits.setCa(policy, name, path));
  }
  for (const value of listOption(options, 'fallback')) {
    for (const [index, fallback] of fallbackOf(policy, value))
      apply(policyEdits.setUpstream(policy, index, 'fallback', fallback));
  }
  for (const value of listOption(options, 'alias')) {
    const [name, image] = pair('alias', value);
    refuse('alias', value, aliasNameProblem(name) ?? imageProblem(image));
    apply(policyEdits.setAlias(policy, name, image));
  }
  const mode = stringOption(options, 'short-names');
  if (mode !== undefined) apply(policyEdits.setField(policy, ['shortNames'], mode));
  return policy.source.text;
}

const lists = [
  ['allow', 'allowed'],
  ['insecure', 'insecure'],
  ['block', 'blocked'],
  ['reject', 'rejected'],
  ['search', 'search'],
  ['credential-helper', 'credentialHelpers'],
] as const;

function upstreamEdits(policy: PolicyDocument, value: string): ReturnType<typeof policyEdits.addUpstream> {
  const at = value.indexOf('=');
  const registry = place('upstream', at === -1 ? value : value.slice(0, at));
  const location = at === -1 ? undefined : place('upstream', value.slice(at + 1));
  const index = upstreamIndex(policy, registry);
  if (index !== -1)
    return location === undefined ? [] : policyEdits.setUpstream(policy, index, 'location', location);
  return policyEdits.addUpstream(policy, { registry, ...(location !== undefined && { location }) });
}

function upstreamIndex({ model }: PolicyDocument, name: string): number {
  return model.upstreams.findIndex(({ registry }) => registry?.value === name);
}

/** `docker.io=cache.corp.example,style=harbor,project=hub,insecure`. */
function mirrorOf(value: string): { readonly registry: string; readonly mirror: PlainMirror } {
  const [registry, rest] = pair('mirror', value);
  const [location = '', ...settings] = rest.split(',');
  const mirror: Record<string, string | boolean> = { location: place('mirror', location) };
  for (const setting of settings) {
    const [key = '', ...parts] = setting.split('=');
    const text = parts.join('=');
    const field = mirrorFields.get(key);
    if (field === undefined || key === 'location') {
      const guess = closest(key, [...mirrorFields.keys()]);
      refuse(
        'mirror',
        value,
        `"${key}" is no setting${guess === undefined ? '' : `; did you mean ${guess}?`}`,
      );
    }
    if (field?.type.kind === 'choice' && !field.type.values.includes(text))
      refuse('mirror', value, `${key} is one of ${field.type.values.join(', ')}`);
    if (field?.type.kind === 'boolean' && !['', 'true', 'false'].includes(text))
      refuse('mirror', value, `${key} is true or false`);
    mirror[key] = field?.type.kind === 'boolean' ? text !== 'false' : text;
  }
  return { registry: place('mirror', registry), mirror: mirror as unknown as PlainMirror };
}

function fallbackOf(
  policy: PolicyDocument,
  value: string,
): readonly (readonly [number, string | undefined])[] {
  const at = value.lastIndexOf('=');
  const mode = value.slice(at + 1);
  if (mode !== 'keep' && mode !== 'block') refuse('fallback', value, 'write keep or block');
  const set = mode === 'keep' ? undefined : mode;
  if (at === -1) return policy.model.upstreams.map((_, index) => [index, set]);
  const index = upstreamIndex(policy, value.slice(0, at));
  if (index === -1) refuse('fallback', value, `there is no upstream ${value.slice(0, at)}`);
  return [[index, set]];
}

function pair(flag: string, value: string): readonly [string, string] {
  const at = value.indexOf('=');
  if (at === -1) refuse(flag, value, 'a = is missing');
  return [value.slice(0, at), value.slice(at + 1)];
}

function place(flag: string, value: string): string {
  refuse(flag, value, placeProblem(value));
  return value;
}

function refuse(flag: string, value: string, problem: string | undefined): void {
  if (problem !== undefined) throw usageError(`--${flag} ${value}: ${problem}`);
}
