/** What a command takes, as data: parsing, help, completion and the reference page are made of it. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** e.g. `[PATH...]`, as commander spells arguments. */
  readonly args: readonly ArgSpec[];
  readonly options: readonly OptionSpec[];
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly load: () => Promise<{ readonly run: CommandRun }>;
}

export interface ArgSpec {
  /** `<ref>` required, `[path...]` any number. */
  readonly name: string;
  readonly help: string;
}

export interface OptionSpec {
  /** `--root <DIR>`; without a value it is a switch. */
  readonly flags: string;
  readonly help: string;
  readonly repeatable?: boolean;
  readonly choices?: readonly string[];
}

/**
 * Parsed options by their long name without dashes; repeatable ones as lists. `given` names the repeatable ones in the
 * order they were written.
 */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Invocation {
  readonly args: readonly string[];
  readonly options: Options;
  readonly streams: import('./streams.ts').Streams;
  readonly version: string;
}

/** Runs a command and answers its exit code. */
export type CommandRun = (invocation: Invocation) => Promise<number>;

export function stringOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

export function listOption(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

export function flagOption(options: Options, name: string): boolean {
  return options[name] === true;
}
