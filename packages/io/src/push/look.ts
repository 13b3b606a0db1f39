import {
  foundTargets,
  type NodeAddress,
  type NodeFacts,
  type NodeFileState,
  type NodeSession,
  questionsFor,
  readingFor,
  type Survey,
  surveyOf,
  type Target,
  writerOf,
} from '@mirrorwright/core';
import { nodeError } from './failure.ts';

/** A node as it was found in one look. */
export interface Look {
  readonly facts: NodeFacts;
  readonly survey: Survey;
  /** Readers found on it. */
  readonly targets: readonly Target[];
  /** What was found and cannot be judged. */
  readonly unknown: readonly string[];
}

/** Reads everything a plan needs of a node; nothing is written. With versions that are known no reader is found. */
export async function lookAt(
  session: NodeSession,
  address: NodeAddress,
  destinations: readonly string[],
  versions: 'asked' | 'known' = 'asked',
): Promise<Look> {
  const { markers, programs } = questionsFor(destinations);
  const facts = await session.facts(markers, versions === 'asked' ? programs : []);
  const rootless = address.become === 'none' && facts.uid !== 0;
  const accounts = rootless ? await session.read(['/etc/passwd'], []) : [];
  const user = writerOf(address, facts, textOf(accounts[0]));
  if (user === undefined)
    throw nodeError({
      kind: 'permission',
      message: `the user with the number ${facts.uid} has no home in /etc/passwd`,
      nextStep: 'log in as another user, or set become: sudo for the node',
    });
  const { paths, folders } = readingFor(user, destinations);
  const states = await session.read(paths, folders);
  return { facts, survey: surveyOf(states, user), ...foundTargets(facts.versions) };
}

function textOf(state: NodeFileState | undefined): string {
  return state?.content === undefined ? '' : new TextDecoder().decode(state.content);
}
