import { goalNames, releaseNames, targetNames } from '@mirrorwright/core';
import { exitCodes, usageError } from '../cli/exit.ts';
import type { Invocation, OptionSpec } from '../cli/spec.ts';
import { commands } from './table.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

/** `mirrorwright completion SHELL`: made of the command table. */
export async function run({ args, streams }: Invocation): Promise<number> {
  const shell = shells.find((name) => name === args[0]);
  if (shell === undefined) throw usageError(`unknown shell "${args[0] ?? ''}"; known: ${shells.join(', ')}`);
  await streams.out({ bash, zsh, fish }[shell]());
  return exitCodes.ok;
}

function longFlag(flags: string): string {
  return flags.split(' ')[0]!;
}

const targets: readonly string[] = [...targetNames, ...releaseNames.map((name) => `openshift@${name}`)];

/** Values that are offered for an option; others may be right too. */
function valuesOf({ flags, choices }: OptionSpec): readonly string[] {
  if (longFlag(flags) === '--target') return targets;
  return longFlag(flags) === '--to' ? [...goalNames, ...targets] : (choices ?? []);
}

function bash(): string {
  const names = commands.map(({ name }) => name).join(' ');
  const cases = commands.map(
    ({ name, options }) =>
      `    ${name}) words="${[...options.map(({ flags }) => longFlag(flags)), '--help'].join(' ')}" ;;`,
  );
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => valuesOf(option).length > 0)
      .map((option) => `    "${name} ${longFlag(option.flags)}") values="${valuesOf(option).join(' ')}" ;;`),
  );
  // bash takes @ and = for the ends of words: the line itself is looked at
  return `_mirrorwright() {
  local line="\${COMP_LINE:0:COMP_POINT}" words="" values=""
  local current="\${line##*[[:space:]]}"
  local before="\${line%"$current"}"
  before="\${before%"\${before##*[![:space:]]}"}"
  COMPREPLY=()
  case "\${COMP_WORDS[1]} \${before##*[[:space:]]}" in
${values.join('\n')}
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
    case "$current" in
      *@*) COMPREPLY=("\${COMPREPLY[@]#"\${current%@*}@"}") ;;
    esac
    return
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} help --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
complete -o default -F _mirrorwright mirrorwright
`;
}

function quote(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function zshValues(option: OptionSpec): string {
  const values = valuesOf(option);
  return values.length === 0 ? '_files' : `(${values.join(' ')})`;
}

function zsh(): string {
  const list = commands
    .map(({ name, summary }) => `    '${name}:${quote(summary).replaceAll(':', '\\:')}'`)
    .join('\n');
  const cases = commands.map(({ name, options }) => {
    const flags = options.map(
      (option) =>
        `'${option.repeatable === true ? '*' : ''}${longFlag(option.flags)}[${quote(option.help).replace(/[[\]]/g, '')}]${option.flags.includes('<') ? `:value:${zshValues(option)}` : ''}'`,
    );
    return `    ${name}) _arguments ${[...flags, "'*:file:_files'"].join(' ')} ;;`;
  });
  return `#compdef mirrorwright
_mirrorwright() {
  local -a names
  names=(
${list}
  )
  if (( CURRENT == 2 )); then
    _describe command names
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _mirrorwright mirrorwright
`;
}

function fish(): string {
  const lines = commands.flatMap(({ name, summary, options }) => [
    `complete -c mirrorwright -n __fish_use_subcommand -a ${name} -d '${quote(summary)}'`,
    ...options.map(
      (option) =>
        `complete -c mirrorwright -n '__fish_seen_subcommand_from ${name}' -l ${longFlag(option.flags).slice(2)}${fishValues(option)} -d '${quote(option.help)}'`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

function fishValues(option: OptionSpec): string {
  const values = valuesOf(option);
  if (values.length > 0) return ` -x -a '${values.join(' ')}'`;
  return option.flags.includes('<') ? ' -r' : '';
}
