import process from 'node:process';

/*
 * Questions on the terminal. They go to stderr: stdout carries the result. The library is loaded when one is asked.
 */

interface Question {
  readonly type: 'confirm' | 'input' | 'password';
  readonly message: string;
}

async function ask<T>(question: Question, initial?: T): Promise<T | undefined> {
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ output: process.stderr });
  const details = {
    ...question,
    name: 'answer',
    ...(initial !== undefined && { default: initial }),
    ...(question.type === 'password' && { mask: false }),
  };
  try {
    const answers: { readonly answer?: unknown } = await prompt([details as never]);
    return answers.answer as T;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') return undefined;
    throw error;
  }
}

/** A yes or a no; no is what an empty answer means. Undefined: left with Ctrl+C. */
export function askYes(message: string): Promise<boolean | undefined> {
  return ask<boolean>({ type: 'confirm', message }, false);
}

/** A line of text. */
export async function askTyped(message: string): Promise<string | undefined> {
  return (await ask<string>({ type: 'input', message }))?.trim();
}

/** A password; nothing of it is shown. */
export function askSecret(message: string): Promise<string | undefined> {
  return ask<string>({ type: 'password', message });
}
