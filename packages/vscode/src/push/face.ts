import type { PushWorld } from '@mirrorwright/io/push';
import type { Person } from './person.ts';

/** A file before and after, with its secrets masked. */
export interface ShownChange {
  readonly node: string;
  /** Absolute on the node. */
  readonly path: string;
  readonly before: string | null;
  /** null: the file goes. */
  readonly after: string | null;
}

/** How something that takes a while is told. */
export interface Telling {
  report(text: string): void;
  /** Called once when the person wants it to end. */
  onCancel(handler: () => void): void;
}

/** A button below a message. */
export interface Action {
  readonly label: string;
  run(): void;
}

/** What the flows of a push need of the editor. */
export interface PushFace {
  readonly person: Person;
  readonly world: PushWorld;
  /** Why nothing may be written now: settings may have changed while somebody thought; undefined: it may. */
  reasonAgainst(): string | undefined;
  /** Where the connections come from, in words. */
  readonly machine: string;
  showChanges(title: string, changes: readonly ShownChange[]): Promise<void>;
  during<R>(title: string, run: (telling: Telling) => Promise<R>): Promise<R>;
  /** Nobody waits for what becomes of the message. */
  say(level: 'info' | 'warning' | 'error', text: string, actions?: readonly Action[]): void;
  /** Lines of the log. No secret is ever in them. */
  log(text: string): void;
}
