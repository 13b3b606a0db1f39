import { type Disposable, type QuickInput, QuickInputButtons, type QuickPickItem, window } from 'vscode';
import { refusedItems } from '../workspace/refused.ts';

/** What a question led to. */
export type StepResult<T> =
  | { readonly kind: 'next'; readonly value: T }
  | { readonly kind: 'back' }
  | { readonly kind: 'left' };

/** Title and place of a question among the others, from 1. */
export interface StepView {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
}

export interface ListQuestion extends StepView {
  readonly placeholder: string;
  readonly items: readonly QuickPickItem[];
}

export interface ManyQuestion extends ListQuestion {
  /** Labels that are chosen already; those without an item get one. */
  readonly chosen: readonly string[];
  /** Why a typed text is no answer. Left out: only what is listed can be chosen. */
  readonly problem?: (text: string) => string | undefined;
  readonly mayBeEmpty?: true;
}

/** Several of a list, and what is typed in addition. */
export function askMany(question: ManyQuestion): Promise<StepResult<readonly string[]>> {
  const { items, chosen, problem, mayBeEmpty } = question;
  const pick = window.createQuickPick();
  show(pick, question);
  pick.placeholder = question.placeholder;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  const listed = new Set(items.map(({ label }) => label));
  let all: QuickPickItem[] = [
    ...items,
    ...chosen.filter((one) => !listed.has(one)).map((label) => ({ label })),
  ];
  pick.items = all;
  pick.selectedItems = all.filter(({ label }) => chosen.includes(label));
  pick.onDidChangeValue((value) => {
    if (problem === undefined) return;
    const text = value.trim();
    const why = text === '' ? undefined : problem(text);
    const selected = pick.selectedItems.map(({ label }) => label);
    if (text !== '' && why === undefined && !all.some(({ label }) => label === text))
      // earlier states of what is being typed are no answers
      all = [
        ...all.filter(({ label }) => listed.has(label) || selected.includes(label)),
        { label: text, description: 'as typed' },
      ];
    const shown = [...all, ...refusedItems(text, why, all)];
    if (shown.length === pick.items.length && shown.every((item, index) => item === pick.items[index]))
      return;
    pick.items = shown;
    pick.selectedItems = all.filter(({ label }) => selected.includes(label));
  });
  return settle(pick, pick.onDidTriggerButton, (done) =>
    pick.onDidAccept(() => {
      const text = pick.value.trim();
      // while something is typed, Enter chooses it; the next one goes on
      if (text !== '') {
        const item =
          all.find(({ label }) => label === text) ??
          pick.activeItems.find((active) => all.includes(active)) ??
          all.find(({ label }) => label.includes(text));
        if (item === undefined) return;
        const others = pick.selectedItems.filter(({ label }) => label !== item.label);
        pick.value = '';
        pick.selectedItems = [...others, item];
        return;
      }
      const labels = pick.selectedItems.filter((item) => all.includes(item)).map(({ label }) => label);
      if (labels.length > 0 || mayBeEmpty) done({ kind: 'next', value: labels });
    }),
  );
}

/** One of a list. */
export function askOne(question: ListQuestion & { readonly chosen: string }): Promise<StepResult<string>> {
  const pick = window.createQuickPick();
  show(pick, question);
  pick.placeholder = question.placeholder;
  pick.items = question.items;
  pick.activeItems = question.items.filter(({ label }) => label === question.chosen);
  return settle(pick, pick.onDidTriggerButton, (done) =>
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (item !== undefined) done({ kind: 'next', value: item.label });
    }),
  );
}

export interface TextQuestion extends StepView {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  readonly problem: (text: string) => string | undefined;
}

/** A line of text. */
export function askText(question: TextQuestion): Promise<StepResult<string>> {
  const input = window.createInputBox();
  show(input, question);
  input.prompt = question.prompt;
  input.placeholder = question.placeholder;
  input.value = question.value;
  input.onDidChangeValue((value) => {
    input.validationMessage = value.trim() === '' ? undefined : question.problem(value.trim());
  });
  return settle(input, input.onDidTriggerButton, (done) =>
    input.onDidAccept(() => {
      const value = input.value.trim();
      const message = question.problem(value);
      input.validationMessage = message;
      if (message === undefined) done({ kind: 'next', value });
    }),
  );
}

function show(input: QuickInput & { buttons: readonly unknown[] }, { title, step, steps }: StepView): void {
  input.title = title;
  input.step = step;
  input.totalSteps = steps;
  input.ignoreFocusOut = true;
  input.buttons = step > 1 ? [QuickInputButtons.Back] : [];
}

function settle<T>(
  input: QuickInput,
  onButton: (listener: () => void) => Disposable,
  listen: (done: (result: StepResult<T>) => void) => Disposable,
): Promise<StepResult<T>> {
  return new Promise((resolve) => {
    const done = (result: StepResult<T>): void => {
      resolve(result);
      input.dispose();
    };
    listen(done);
    onButton(() => done({ kind: 'back' }));
    input.onDidHide(() => done({ kind: 'left' }));
    input.show();
  });
}
