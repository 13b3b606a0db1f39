import process from 'node:process';
import inquirer from 'inquirer';
import { exitCodes } from '../cli/exit.ts';
import { keyTable } from '../keys.ts';
import {
  equivalentCommands,
  existingFiles,
  printedFiles,
  savePolicy,
  stampNow,
  writeFiles,
} from '../wizard/deliver.ts';
import type { Field } from '../wizard/fields.ts';
import { reduce, type WizardEvent } from '../wizard/machine.ts';
import { derive, initialState, stepIds, type WizardOptions, type WizardState } from '../wizard/state.ts';
import { pageOf, stepTitles } from '../wizard/steps.ts';

/**
 * The same steps and checks as numbered questions on plain lines, for screen readers and simple terminals. A number
 * answers, an empty answer goes on, b goes back, ? helps, q leaves.
 */
export async function runPlain(options: WizardOptions & { readonly user?: string }): Promise<number> {
  let state = initialState(options);
  for (;;) {
    showPage(state);
    const answer = await ask('Number, enter for next, b back, p preview, ? help, q leave:');
    if (state.message !== null) state = { ...state, message: null };
    if (answer === undefined || answer === 'q') return exitCodes.cancelled;
    if (answer === 'p') process.stdout.write(printedFiles(state));
    else if (answer === '?') process.stdout.write(help());
    else if (answer === 'b') state = step(state, { type: 'back' });
    else if (answer === '') state = step(state, { type: 'next' });
    else state = await answerField(state, answer);
    if (state.request === null) continue;
    const code = await perform(state, options);
    if (code !== undefined) return code;
    state = reduce(state, { type: 'answered', message: null });
  }
}

function step(state: WizardState, event: WizardEvent): WizardState {
  return reduce(state, event);
}

function help(): string {
  return `The full screen has keys for the same:\n${keyTable.map(({ keys, what }) => `  ${keys}: ${what}\n`).join('')}`;
}

function askable(state: WizardState): readonly { readonly field: Field; readonly index: number }[] {
  return pageOf(state)
    .fields.map((field, index) => ({ field, index }))
    .filter(({ field }) => field.kind !== 'note');
}

function showPage(state: WizardState): void {
  const { title, question, fields } = pageOf(state);
  const at = stepIds.indexOf(state.page.step) + 1;
  const errors = derive(state).findings.filter(({ severity }) => severity !== 'info').length;
  const lines = [
    ``,
    `Step ${at} of ${stepIds.length}, ${stepTitles[state.page.step]}: ${title === stepTitles[state.page.step] ? question : `${title}. ${question}`}`,
  ];
  let number = 0;
  for (const field of fields)
    lines.push(
      field.kind === 'note' ? `   ${field.label}` : `${String(++number).padStart(3)} ${plainLine(field)}`,
    );
  if (errors > 0) lines.push(`${errors} findings: see step 6`);
  if (state.message !== null) lines.push(state.message);
  process.stdout.write(`${lines.join('\n')}\n`);
}

function plainLine(field: Exclude<Field, { kind: 'note' }>): string {
  const hint = field.hint === undefined ? '' : ` (${field.hint})`;
  switch (field.kind) {
    case 'toggle':
      return `${field.label}: ${field.checked ? 'yes' : 'no'}${hint}`;
    case 'choice':
      return `${field.label}: ${field.options.find(({ value }) => value === field.value)?.label ?? field.value}`;
    case 'text':
      return `${field.label}: ${field.value === '' ? `none, e.g. ${field.placeholder}` : field.value}${hint}`;
    default:
      return `${field.label}${hint}`;
  }
}

/** One answer as text; undefined when the input ended. */
async function ask(
  message: string,
  validate?: (text: string) => string | undefined,
  initial?: string,
): Promise<string | undefined> {
  try {
    const { answer } = await inquirer.prompt<{ answer: string }>([
      {
        type: 'input',
        name: 'answer',
        message,
        ...(initial !== undefined && { default: initial }),
        ...(validate !== undefined && { validate: (text: string) => validate(text.trim()) ?? true }),
      },
    ]);
    return answer.trim();
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') return undefined;
    throw error;
  }
}

async function answerField(state: WizardState, answer: string): Promise<WizardState> {
  const chosen = askable(state)[Number(answer) - 1];
  if (chosen === undefined) {
    process.stdout.write(`There is no ${answer} here.\n`);
    return state;
  }
  const { field, index } = chosen;
  const here: WizardState = { ...state, cursor: index };
  if (field.kind === 'text') {
    const text = await ask(
      `${field.label.trim()}:`,
      (typed) => (typed === field.value ? undefined : field.validate(typed)),
      field.value,
    );
    return text === undefined || text === field.value ? here : field.enter(here, text);
  }
  if (field.kind === 'choice') {
    for (const [number, { label }] of field.options.entries())
      process.stdout.write(`  ${number + 1} ${label}\n`);
    const text = await ask(`${field.label.trim()}, number:`, (typed) =>
      field.options[Number(typed) - 1] === undefined ? `1 to ${field.options.length}` : undefined,
    );
    const option = field.options[Number(text) - 1];
    return option === undefined ? here : field.choose(here, option.value);
  }
  return step(here, { type: 'activate' });
}

/** Answers the exit code when the wizard is over. */
async function perform(
  state: WizardState,
  options: WizardOptions & { readonly user?: string },
): Promise<number | undefined> {
  if (state.request === 'quit') return exitCodes.cancelled;
  if (state.request === 'print') {
    process.stdout.write(printedFiles(state));
    return exitCodes.ok;
  }
  const saved = await savePolicy(state);
  process.stdout.write(`${saved.lines.join('\n')}\n`);
  if (!saved.ok || state.request === 'save') return undefined;
  const existing =
    state.root === options.root ? state.existing : await existingFiles(state.root, options.user);
  if (typeof existing === 'string') {
    process.stdout.write(`${existing}\n`);
    return undefined;
  }
  const written = await writeFiles({ ...state, existing }, stampNow());
  process.stdout.write(`${written.lines.join('\n')}\n`);
  if (!written.ok) return undefined;
  process.stdout.write(`${equivalentCommands(state).join('\n')}\n`);
  return exitCodes.ok;
}
