import { readMirrorPolicy, sourceText, type Wanted } from '@mirrorwright/core';
import { type ChosenNode, type PushWorld, withAddresses } from '@mirrorwright/io/push';
import { type MemoryNode, memoryWorld } from '@mirrorwright/io/testing';
import type { PushFace, ShownChange } from '../push/face.ts';
import type { Person, Question } from '../push/person.ts';

/** An editor without a window: what it was asked, what it said, and a person with answers. */
export interface TestFace extends PushFace {
  readonly questions: readonly (Question | string)[];
  readonly said: readonly string[];
  readonly lines: readonly string[];
  readonly shown: readonly (readonly ShownChange[])[];
  /** Presses the cancel button of what is under way. */
  cancel(): void;
  /** Turns writing off from now on. */
  forbid(reason: string): void;
}

export const dropIn = '/etc/containers/registries.conf.d/50-mirrors.conf';
export const main = '/etc/containers/registries.conf';

/** A policy with one mirror of Docker Hub. */
export function mirrorOf(location: string): Wanted {
  const text = `version: 1\nupstreams:\n  - registry: docker.io\n    mirrors:\n      - location: ${location}\n`;
  return { kind: 'policy', policy: readMirrorPolicy('mirror-policy.yaml', sourceText(text)) };
}

/** Machines as a nodes file would name them. */
export function chosen(nodes: readonly MemoryNode[]): readonly ChosenNode[] {
  return withAddresses(
    nodes.map(({ name }) => ({ name, address: name, become: 'sudo', groups: [], labels: {} })),
  );
}

/** Answers are given in their order; a function gets the question. */
export function testFace(nodes: readonly MemoryNode[], answers: readonly unknown[] = []): TestFace {
  const questions: (Question | string)[] = [];
  const said: string[] = [];
  const lines: string[] = [];
  const shown: (readonly ShownChange[])[] = [];
  let next = 0;
  let against: string | undefined;
  let cancel: () => void = () => undefined;
  const answer = async <T>(question: Question | string): Promise<T> => {
    questions.push(question);
    const given = answers[next++];
    return (typeof given === 'function' ? given(question) : given) as T;
  };
  const person: Person = {
    choose: answer,
    typed: (_, prompt) => answer(prompt),
    secret: answer,
    pickSome: answer,
    pickOne: answer,
  };
  return {
    person,
    world: memoryWorld(nodes),
    machine: 'this computer, desk',
    reasonAgainst: () => against,
    showChanges: async (_, changes) => void shown.push(changes),
    during: (_, run) =>
      run({
        report: (text) => void lines.push(text),
        onCancel: (handler) => {
          cancel = handler;
        },
      }),
    say: (level, text) => void said.push(`${level}: ${text}`),
    log: (text) => void lines.push(text),
    questions,
    said,
    lines,
    shown,
    cancel: () => cancel(),
    forbid: (reason) => {
      against = reason;
    },
  };
}

/** Presses the first button of a question. */
export function press({ buttons }: Question): string {
  return buttons[0]!;
}

/** Types the id that a question names. */
export function idIn(text: string): string {
  return /[0-9a-f]{12}/.exec(text)![0];
}

/** The world of a face in which the person cancels while a machine is being connected to. */
export function cancelledAtConnect({ world, cancel }: TestFace): PushWorld {
  const connect: PushWorld['connect'] = (address) => {
    cancel();
    return world.connect(address);
  };
  return { ...world, connect };
}
