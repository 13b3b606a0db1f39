import type { NodeAddress } from '@mirrorwright/core';
import type { AskSecret, SecretRequest } from '@mirrorwright/io';
import { failureOf, inTurn, secretQuestion } from '@mirrorwright/io/push';
import type { Person } from './person.ts';

/** The editor's storage of secrets: encrypted, on the machine of the person, not synchronised. */
interface SecretStorage {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** Passwords and passphrases that the person wanted to be remembered. */
export interface Secrets {
  /**
   * Opens something with an answer for every question: what is remembered first, then the person. Answers that are to be
   * remembered are, once it is open; remembered ones that were refused are forgotten.
   */
  using<R>(address: NodeAddress, person: Person, open: (ask: AskSecret) => Promise<R>): Promise<R>;
  /** Forgets all; answers how many there were. */
  forget(): Promise<number>;
}

/** All of them under one key, so that forgetting them is one step. */
const key = 'mirrorwright.secrets';

type Kept = Readonly<Record<string, string>>;

export function secretsIn(storage: SecretStorage): Secrets {
  let writing: Promise<unknown> = Promise.resolve();
  const change = (edit: (kept: Kept) => Kept): Promise<void> => {
    const changed = writing.then(async () => write(storage, edit(await read(storage))));
    writing = changed.catch(() => undefined);
    return changed;
  };
  const asked = inTurn();
  return {
    using: async (address, person, open) => {
      const used = new Set<string>();
      const fresh = new Map<string, string>();
      const kept = await read(storage);
      const ask: AskSecret = async (request) => {
        const name = nameOf(address, request);
        if (name !== undefined && Object.hasOwn(kept, name)) {
          used.add(name);
          return kept[name];
        }
        const answer = await asked(() => person.secret(secretQuestion(request)));
        if (answer?.keep === true && name !== undefined) fresh.set(name, answer.text);
        return answer?.text;
      };
      try {
        const opened = await open(ask);
        if (fresh.size > 0) await change((now) => ({ ...now, ...Object.fromEntries(fresh) }));
        return opened;
      } catch (error) {
        if (used.size > 0 && failureOf(error).kind === 'authentication')
          await change((now) => Object.fromEntries(Object.entries(now).filter(([name]) => !used.has(name))));
        throw error;
      }
    },
    forget: async () => {
      await writing;
      const count = Object.keys(await read(storage)).length;
      await storage.delete(key);
      return count;
    },
  };
}

/** A code for one time is never remembered. */
function nameOf({ name }: NodeAddress, { kind, subject }: SecretRequest): string | undefined {
  return kind === 'other' ? undefined : JSON.stringify([name, kind, subject]);
}

async function read(storage: SecretStorage): Promise<Kept> {
  try {
    const value: unknown = JSON.parse((await storage.get(key)) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch (error) {
    // what cannot be read is as good as forgotten
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

async function write(storage: SecretStorage, kept: Kept): Promise<void> {
  if (Object.keys(kept).length === 0) await storage.delete(key);
  else await storage.store(key, JSON.stringify(kept));
}
