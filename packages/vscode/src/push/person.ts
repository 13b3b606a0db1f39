/** A question before something is done that cannot be taken for granted. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** Verbs; leaving the question means none of them. */
  readonly buttons: readonly string[];
}

export interface PickItem {
  readonly label: string;
  readonly description?: string;
  readonly picked?: boolean;
}

/** Somebody who is asked. Undefined is always: left without an answer. */
export interface Person {
  choose(question: Question): Promise<string | undefined>;
  typed(title: string, prompt: string): Promise<string | undefined>;
  /** `keep`: to be remembered by the editor. */
  secret(prompt: string): Promise<{ readonly text: string; readonly keep: boolean } | undefined>;
  pickSome(title: string, items: readonly PickItem[]): Promise<readonly string[] | undefined>;
  pickOne(title: string, items: readonly PickItem[]): Promise<string | undefined>;
}

/** Who is asked: the person at the editor, but in tests of the extension the answers that the caller brings. */
export function personFor(real: Person, inTest: boolean, argument: unknown): Person {
  return inTest && isScript(argument) ? scripted(argument.answers) : real;
}

interface Script {
  readonly answers: readonly unknown[];
}

function isScript(value: unknown): value is Script {
  return typeof value === 'object' && value !== null && 'answers' in value && Array.isArray(value.answers);
}

/** Gives the answers in their order, and none after the last one. */
function scripted(answers: readonly unknown[]): Person {
  let next = 0;
  const answer = async <T>(): Promise<T> => answers[next++] as T;
  return { choose: answer, typed: answer, secret: answer, pickSome: answer, pickOne: answer };
}
