import process from 'node:process';
import { Command, CommanderError, Option } from 'commander';
import { exitCodes, isUsageError } from './cli/exit.ts';
import type { CommandSpec, OptionSpec, Options } from './cli/spec.ts';
import { allowEarlyEnd, isOutputLost, processStreams } from './cli/streams.ts';
import { commands } from './commands/table.ts';

/** Parses the arguments, runs the command, answers the exit code. Never throws. */
export async function main(args: readonly string[], version: string): Promise<number> {
  try {
    const code = await dispatch(args, version);
    return code === exitCodes.ok && isOutputLost() ? exitCodes.findings : code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (isUsageError(error)) {
      process.stderr.write(`mirrorwright: ${error.message}\n`);
      return exitCodes.usage;
    }
    return reportBug(error, version);
  }
}

async function dispatch(args: readonly string[], version: string): Promise<number> {
  if (args.length === 0 && process.stdin.isTTY === true && process.stdout.isTTY === true)
    return dispatch(['init'], version);
  allowEarlyEnd();
  let code: number = exitCodes.usage;
  const program = new Command('mirrorwright')
    .description('Authoring assistant for container-registry mirror configuration.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help of a command')
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      '\nWithout a command on a terminal: the wizard. Only plan, push, rollback and nodes open connections, to nodes you name.',
    );
  for (const spec of commands) {
    addCommand(program, spec, async (positional, options) => {
      const streams = processStreams({ noColor: options.color === false });
      const { run } = await spec.load();
      code = await run({ args: positional, options, streams, version });
    });
  }
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return exitCodes.usage;
  }
  await program.parseAsync(args, { from: 'user' });
  return code;
}

type Action = (positional: readonly string[], options: Options) => Promise<void>;

function addCommand(program: Command, spec: CommandSpec, action: Action): void {
  const words = spec.name.split(' ');
  const command = parentOf(program, words.slice(0, -1))
    .command(words.at(-1)!)
    .description(spec.summary)
    .exitOverride()
    .showSuggestionAfterError();
  for (const { name, help } of spec.args) command.argument(name, help);
  const given: string[] = [];
  for (const option of spec.options) command.addOption(toOption(option, given));
  const examples = spec.examples.map(([line, what]) => `  ${line}\n      ${what}`).join('\n');
  command.addHelpText('after', `\nExamples:\n${examples}`);
  command.action(async (...parts: unknown[]) => {
    const positional = parts
      .slice(0, spec.args.length)
      .flat()
      .filter((part): part is string => typeof part === 'string');
    await action(positional, { ...kebabKeys(command.opts()), given });
  });
}

/** `nodes add` is the command `add` of the command `nodes`, which is made when it is first needed. */
function parentOf(program: Command, words: readonly string[]): Command {
  return words.reduce((parent, word) => {
    const found = parent.commands.find((each) => each.name() === word);
    if (found !== undefined) return found;
    const of = commands.filter(({ name }) => name.startsWith(`${word} `));
    return parent
      .command(word)
      .description(of.map(({ name }) => name.slice(word.length + 1)).join(', '))
      .exitOverride()
      .showSuggestionAfterError();
  }, program);
}

/** An option for commander. Repeatable ones add their name to `given` each time they are met. */
function toOption({ flags, help, repeatable = false, choices }: OptionSpec, given: string[]): Option {
  const option = new Option(flags, help);
  const check = (value: string): string => {
    if (choices === undefined || choices.includes(value)) return value;
    throw new CommanderError(1, 'commander.invalidArgument', '');
  };
  if (choices !== undefined && !repeatable) return option.choices(choices);
  if (repeatable) {
    option.argParser((value: string, earlier: readonly string[] | undefined) => {
      given.push(option.attributeName());
      return [...(earlier ?? []), value];
    });
  } else if (flags.includes('<')) option.argParser(check);
  return option;
}

/** `stdinPath` back to `stdin-path`: commands name options as users write them. */
function kebabKeys(options: Readonly<Record<string, unknown>>): Options {
  const entries = Object.entries(options).map(([key, value]) => [
    key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    value,
  ]);
  return Object.fromEntries(entries) as Options;
}

function reportBug(error: unknown, version: string): number {
  const shown = error instanceof Error ? error : new Error(String(error));
  const detail = process.env.MIRRORWRIGHT_DEBUG ? `\n${shown.stack}` : '';
  process.stderr.write(
    `mirrorwright ${version}: internal error: ${shown.message}${detail}\n` +
      'This is a bug in mirrorwright. Please report it with the command you ran; MIRRORWRIGHT_DEBUG=1 adds the stack.\n',
  );
  return exitCodes.internal;
}
