import { type MirrorStyle, parseAnyTarget, writeMirrorPolicy } from '@mirrorwright/core';

/** What the questions for a new mirror policy gave. */
export interface Answers {
  readonly targets: readonly string[];
  readonly upstreams: readonly string[];
  readonly location: string;
  readonly style: MirrorStyle;
  /** By upstream, for styles that keep each source in a project of its own. */
  readonly projects: ReadonlyMap<string, string>;
  readonly trust: readonly TrustChoice[];
}

export type TrustChoice = 'only-mirror' | 'by-digest' | 'plain-http' | 'listed-only';

export const noAnswers: Answers = {
  targets: [],
  upstreams: [],
  location: '',
  style: 'plain',
  projects: new Map(),
  trust: [],
};

/** A question that is open. `project` is asked once for each upstream. */
export type Question =
  | { readonly id: 'targets' | 'upstreams' | 'location' | 'style' | 'trust' }
  | { readonly id: 'project'; readonly upstream: string };

/** All questions, in order: which ones there are follows from the answers. */
export function questionsFor({
  style,
  upstreams,
}: Pick<Answers, 'style' | 'upstreams'>): readonly Question[] {
  const projects = hasProject(style)
    ? upstreams.map((upstream): Question => ({ id: 'project', upstream }))
    : [];
  return [
    { id: 'targets' },
    { id: 'upstreams' },
    { id: 'location' },
    { id: 'style' },
    ...projects,
    { id: 'trust' },
  ];
}

export function hasProject(style: MirrorStyle): boolean {
  return style !== 'plain' && style !== 'by-source';
}

/** A name to propose for the project of an upstream: `docker` for docker.io. */
export function projectProposal(upstream: string): string {
  const host = upstream.replace(/^\*\./, '').split(/[/:]/, 1)[0]!;
  const parts = host.split('.');
  return (parts.length > 2 ? parts.slice(0, -1).join('-') : parts[0]!).toLowerCase();
}

/** Where an image of docker.io would be asked for, by the style of the mirror. */
export function styleExample(style: MirrorStyle, location: string): string {
  const image = 'library/nginx';
  if (style === 'plain') return `${location}/${image}`;
  if (style === 'by-source') return `${location}/docker.io/${image}`;
  return `${location}/docker/${image}`;
}

/** Why a text is no registry or place in one; undefined when it is. */
export function placeProblem(text: string): string | undefined {
  if (text === '') return 'Write host[:port] or host[:port]/path.';
  if (/^[a-z]+:\/\//i.test(text)) return 'Leave the scheme out: host[:port]/path.';
  if (/\s/.test(text)) return 'A name has no white space.';
  if (text.includes('@')) return 'Leave user names, passwords and digests out: host[:port]/path.';
  const [host = '', ...path] = text.split('/');
  if (!/^(?:\*\.)?[a-zA-Z0-9]+(?:[.-]+[a-zA-Z0-9]+)*(?::\d{1,5})?$/.test(host))
    return `"${host}" is not a host[:port].`;
  if (!/[.:]/.test(host) && host !== 'localhost')
    return `"${host}" needs a dot or a port to count as a registry.`;
  return path.every((part) => component.test(part)) ? undefined : 'The path is lower case, without tag.';
}

/** One part of a repository name, as the distribution grammar has it. */
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

export function projectProblem(text: string): string | undefined {
  if (text === '') return 'Write the name of the project.';
  return text.split('/').every((part) => component.test(part))
    ? undefined
    : 'The name is lower case, without spaces.';
}

export function targetProblem(text: string): string | undefined {
  const result = parseAnyTarget(text);
  return result.ok ? undefined : result.message;
}

/** The text of the mirror policy that the answers come to. */
export function policyText({ targets, upstreams, location, style, projects, trust }: Answers): string {
  const has = (choice: TrustChoice): boolean => trust.includes(choice);
  const text = writeMirrorPolicy({
    targets,
    upstreams: upstreams.map((registry) => ({
      registry,
      ...(has('only-mirror') && { fallback: 'block' as const }),
      ...(has('by-digest') && { pull: 'digest' as const }),
      mirrors: [
        {
          location,
          ...(style !== 'plain' && { style }),
          ...(hasProject(style) && { project: projects.get(registry) ?? projectProposal(registry) }),
          ...(has('plain-http') && { insecure: true }),
        },
      ],
    })),
    ...(has('listed-only') && { allowed: upstreams }),
  });
  return text;
}
