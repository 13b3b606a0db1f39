import process from 'node:process';
import { neutralize } from '@mirrorwright/core';
import inquirer from 'inquirer';
import { exitCodes } from '../cli/exit.ts';
import { keyTable } from '../keys.ts';
import { printedFiles } from '../wizard/deliver.ts';
import { derive, placeFindings } from '../wizard/derive.ts';
import type { WizardEvent } from '../wizard/events.ts';
import { explainLines } from '../wizard/explain.ts';
import type { Field } from '../wizard/fields.ts';
import { reduce } from '../wizard/machine.ts';
import { explainedImage, overlayText } from '../wizard/overlays.ts';
import { perform } from '../wizard/perform.ts';
import { diffLines } from '../wizard/preview.ts';
import type { RunOptions } from '../wizard/run.tsx';
import { initialState, stepIds, type WizardState } from '../wizard/state.ts';
import { asideOf, hintOf } from '../wizard/steps/checks.ts';
import { pageOf, stepTitles } from '../wizard/steps/index.ts';

/**
 * The same steps and checks as numbered questions on plain lines, for screen readers and simple terminals. A number
 * answers, an empty answer goes on, letters are commands (see `help`).
 */
export async function runPlain(options: RunOptions): Promise<number> {
  let state = await resumed(initialState(options));
  for (;;) {
    showPage(state);
    const answer = await ask('Number, enter for next, b back, ? help, q leave:');
    if (state.message !== null) state = { ...state, message: null };
    if (answer === undefined || answer === 'q') state = { ...state, request: { kind: 'quit' } };
    else state = await take(state, answer);
    while (state.request !== null) {
      const performed = await perform(state.request, state, options);
      if ('ending' in performed) {
        process.stdout.write(performed.ending.text);
        return performed.ending.ok ? exitCodes.ok : exitCodes.cancelled;
      }
      state = shown(reduce(state, performed.event));
    }
    await options.sessions.keep(state).catch(() => false);
  }
}

/** What lies over the screen elsewhere is printed here, without what a terminal would obey. */
function shown(state: WizardState): WizardState {
  if (state.overlay === 'preview') {
    const { title, lines } = overlayText(state);
    say([title, ...lines]);
    return { ...state, overlay: null };
  }
  if (state.overlay !== 'text' || state.shown === null) return state;
  say([state.shown.title, ...state.shown.lines]);
  return { ...state, overlay: null, shown: null };
}

async function resumed(state: WizardState): Promise<WizardState> {
  const { offer } = state;
  if (offer === null) return state;
  say([
    `There are answers for ${offer.policyPath} that were left at the step ${stepTitles[offer.step]}, ${Math.round(offer.minutes)} minutes ago.`,
    '  1 go on with them',
    '  2 start anew, and keep them',
    '  3 throw them away',
  ]);
  const answer = await ask('Number:', (text) => (/^[123]$/.test(text) ? undefined : '1, 2 or 3'), '1');
  const event: WizardEvent =
    answer === '1' ? { type: 'activate' } : answer === '3' ? { type: 'remove' } : { type: 'find', by: 1 };
  return reduce(state, event);
}

const letters: ReadonlyMap<string, WizardEvent> = new Map<string, WizardEvent>([
  ['', { type: 'next' }],
  ['b', { type: 'back' }],
  ['c', { type: 'commands' }],
  ['s', { type: 'save' }],
  ['v', { type: 'edit' }],
]);

const help: readonly string[] = [
  'A number answers or opens the line; with a letter before it:',
  '  d NUMBER deletes, u NUMBER moves a mirror up, w NUMBER moves it down,',
  '  f NUMBER applies the safe fix of what is found there, F NUMBER one that needs a look, o NUMBER reads about the rule.',
  'Letters alone:',
  '  enter next step, b back, g NUMBER go to a step, p preview of the files, e IMAGE explain a pull,',
  '  c the commands that do the same, v edit the policy in an editor, s save it, q leave.',
  'The full screen has keys for the same:',
  ...keyTable.map(({ keys, what }) => `  ${keys}: ${what}`),
];

async function take(state: WizardState, answer: string): Promise<WizardState> {
  const event = letters.get(answer);
  if (event !== undefined) return shown(reduce(state, event));
  if (answer === 'p') say(printedFiles(state).trimEnd().split('\n'));
  else if (answer === '?') say(help);
  else if (/^e\b/.test(answer)) say(explainLines(state, answer.slice(1).trim() || explainedImage(state)));
  else if (/^[dfFouwg] ?\d+$/.test(answer)) return numbered(state, answer);
  else return answerField(state, answer);
  return state;
}

const numberedEvents: ReadonlyMap<string, WizardEvent> = new Map<string, WizardEvent>([
  ['d', { type: 'remove' }],
  ['f', { type: 'fix' }],
  ['F', { type: 'fix-after-look' }],
  ['o', { type: 'page' }],
  ['u', { type: 'reorder', by: -1 }],
  ['w', { type: 'reorder', by: 1 }],
]);

function numbered(state: WizardState, answer: string): WizardState {
  const number = Number(answer.slice(1));
  const step = stepIds[number - 1];
  if (answer.startsWith('g')) return step === undefined ? state : reduce(state, { type: 'goto', step });
  const chosen = askable(state)[number - 1];
  const event = numberedEvents.get(answer[0]!);
  if (chosen === undefined || event === undefined)
    return { ...state, message: `There is no ${number} here.` };
  return reduce({ ...state, cursor: chosen.index }, event);
}

function askable(state: WizardState): readonly { readonly field: Field; readonly index: number }[] {
  return pageOf(state)
    .fields.map((field, index) => ({ field, index }))
    .filter(({ field }) => field.kind !== 'note');
}

function showPage(state: WizardState): void {
  const { title, question, fields } = pageOf(state);
  const { beside, rest } = placeFindings(state, fields);
  const step = stepTitles[state.page.step];
  const lines = [
    '',
    `Step ${stepIds.indexOf(state.page.step) + 1} of ${stepIds.length}, ${step}: ${title === step ? question : `${title}. ${question}`}`,
  ];
  let number = 0;
  for (const field of fields) {
    lines.push(
      field.kind === 'note' ? `   ${field.label}` : `${String(++number).padStart(3)} ${plainLine(field)}`,
    );
    lines.push(...asideOf(field, beside.get(field) ?? []).map((line) => `      ${line}`));
    for (const finding of beside.get(field) ?? [])
      lines.push(`      ${finding.severity} ${finding.code} ${finding.message}`, `      ${hintOf(finding)}`);
  }
  lines.push(...rest.map(({ severity, code, message }) => `    ${severity} ${code} ${message}`));
  if (state.page.step === 'review') lines.push(...changes(state));
  const errors = derive(state).findings.filter(({ severity }) => severity !== 'info').length;
  if (errors > 0) lines.push(`${errors} errors and warnings in all: see step 6`);
  if (state.message !== null) lines.push(state.message);
  say(lines);
}

/** The changes to all files, one after the other. */
function changes(state: WizardState): readonly string[] {
  const files = pageOf(state).fields.flatMap(({ file }, index) =>
    file === undefined ? [] : [{ file, index }],
  );
  const each = new Map(files.map(({ file, index }) => [file, index]));
  return [...each].flatMap(([path, cursor]) => [
    '',
    path,
    ...diffLines({ ...state, cursor }).lines.map(({ text }) => text),
  ]);
}

function plainLine(field: Exclude<Field, { kind: 'note' }>): string {
  const hint = field.hint === undefined ? '' : ` (${field.hint})`;
  switch (field.kind) {
    case 'toggle':
      return `${field.label}: ${field.checked ? 'yes' : 'no'}${hint}`;
    case 'choice':
      return `${field.label}: ${field.options.find(({ value }) => value === field.value)?.label ?? field.value}`;
    case 'text':
      return `${field.label}: ${field.value === '' ? field.placeholder : field.value}${hint}`;
    default:
      return `${field.label}${hint}`;
  }
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.map(neutralize).join('\n')}\n`);
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
        message: neutralize(message),
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
  if (chosen === undefined) return { ...state, message: `There is no ${answer} here.` };
  const { field, index } = chosen;
  const here: WizardState = { ...state, cursor: index };
  if (field.kind === 'text') {
    // what a terminal would obey is not offered for editing: an empty answer keeps it
    const offered = neutralize(field.value) === field.value ? field.value : '';
    const kept = (text: string): boolean =>
      unchanged(text, field.value) || (text === '' && offered !== field.value);
    const typed = await ask(
      `${field.label.trim()}${field.value === '' ? '' : ' (- for nothing)'}:`,
      (text) => (kept(text) ? undefined : field.validate(cleared(text))),
      offered,
    );
    return typed === undefined || kept(typed) ? here : field.enter(here, cleared(typed));
  }
  if (field.kind === 'choice') {
    say(field.options.map(({ label }, number) => `  ${number + 1} ${label}`));
    const text = await ask(`${field.label.trim()}, number:`, (typed) =>
      field.options[Number(typed) - 1] === undefined ? `1 to ${field.options.length}` : undefined,
    );
    const option = field.options[Number(text) - 1];
    return option === undefined ? here : field.choose(here, option.value);
  }
  return shown(reduce(here, { type: 'activate' }));
}

/** An empty answer keeps the value that was offered; a dash empties it. */
function cleared(text: string): string {
  return text === '-' ? '' : text;
}

function unchanged(text: string, value: string): boolean {
  return cleared(text) === value;
}
