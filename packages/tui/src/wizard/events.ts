import type { Overlay, StepId, Surroundings } from './state.ts';

/** What happens to the wizard: keys, already told apart from typing, and answers of the program around it. */
export type WizardEvent =
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'find' | 'reorder' | 'tab'; readonly by: -1 | 1 }
  | { readonly type: 'choose'; readonly value: string }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'goto'; readonly step: StepId }
  | { readonly type: 'overlay'; readonly overlay: Overlay }
  | { readonly type: PlainEvent }
  | {
      readonly type: 'answered';
      readonly message: string | null;
      /** The policy as it now stands on disk. */
      readonly saved?: string | undefined;
      /** What was read anew. */
      readonly around?: Partial<Surroundings> | undefined;
    }
  | { readonly type: 'rewritten'; readonly text: string; readonly message: string | null }
  | { readonly type: 'shown'; readonly title: string; readonly lines: readonly string[] };

type PlainEvent =
  | 'activate'
  | 'erase'
  | 'next'
  | 'back'
  | 'escape'
  | 'remove'
  | 'add'
  | 'filter'
  | 'fix'
  | 'fix-after-look'
  | 'page'
  | 'copy'
  | 'edit'
  | 'suspend'
  | 'reference'
  | 'view'
  | 'commands'
  | 'save'
  | 'interrupt';
