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

/** The words of commands that are two: `nodes` to add, list and the others. */
function groups(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name } of commands) {
    const [first, second] = name.split(' ') as [string, string?];
    if (second !== undefined) found.set(first, [...(found.get(first) ?? []), second]);
  }
  return found;
}

function firstWords(): readonly string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0]!))];
}

function summaryOf(word: string): string {
  return commands.find(({ name }) => name === word)?.summary ?? (groups().get(word) ?? []).join(', ');
}

const targets: readonly string[] = [...targetNames, ...releaseNames.map((name) => `openshift@${name}`)];

/** Values that are offered for an option; others may be right too. */
function valuesOf({ flags, choices }: OptionSpec): readonly string[] {
  if (longFlag(flags) === '--target') return targets;
  return longFlag(flags) === '--to' ? [...goalNames, ...targets] : (choices ?? []);
}

function bash(): string {
  const cases = commands.map(
    ({ name, options }) =>
      `    "${name}"${name.includes(' ') ? '' : "' '*"}) words="${[...options.map(({ flags }) => longFlag(flags)), '--help'].join(' ')}" ;;`,
  );
  const seconds = [...groups()].map(
    ([first, words]) => `  if [ "$COMP_CWORD" -eq 2 ] && [ "\${COMP_WORDS[1]}" = ${first} ]; then
    COMPREPLY=($(compgen -W "${words.join(' ')} --help" -- "$current"))
    return
  fi`,
  );
  const valued = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => valuesOf(option).length > 0)
      .map(
        (option) => [`${name.split(' ')[0]} ${longFlag(option.flags)}`, valuesOf(option).join(' ')] as const,
      ),
  );
  const values = [...new Map(valued)].map(([words, offered]) => `    "${words}") values="${offered}" ;;`);
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
    COMPREPLY=($(compgen -W "${firstWords().join(' ')} help --help --version" -- "$current"))
    return
  fi
${seconds.join('\n')}
  case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
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
  const list = firstWords()
    .map((word) => `    '${word}:${quote(summaryOf(word)).replaceAll(':', '\\:')}'`)
    .join('\n');
  const cases = commands.map(({ name, options }) => {
    const flags = options.map(
      (option) =>
        `'${option.repeatable === true ? '*' : ''}${longFlag(option.flags)}[${quote(option.help).replace(/[[\]]/g, '')}]${option.flags.includes('<') ? `:value:${zshValues(option)}` : ''}'`,
    );
    return `    '${name}') _arguments ${[...flags, "'*:file:_files'"].join(' ')} ;;`;
  });
  const seconds = [...groups()].map(
    ([first, words]) => `  if [[ "$command" == ${first} ]]; then
    if (( CURRENT == 2 )); then
      compadd ${words.join(' ')}
      return
    fi
    command="$command \${words[2]}"
    shift words
    (( CURRENT-- ))
  fi`,
  );
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
${seconds.join('\n')}
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _mirrorwright mirrorwright
`;
}

function fish(): string {
  const first = firstWords().map(
    (word) => `complete -c mirrorwright -n __fish_use_subcommand -a ${word} -d '${quote(summaryOf(word))}'`,
  );
  const seconds = [...groups()].map(
    ([word, words]) =>
      `complete -c mirrorwright -n '__fish_seen_subcommand_from ${word}; and not __fish_seen_subcommand_from ${words.join(' ')}' -f -a '${words.join(' ')}'`,
  );
  const flags = commands.flatMap(({ name, options }) => {
    const seen = name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    return options.map(
      (option) =>
        `complete -c mirrorwright -n '${seen}' -l ${longFlag(option.flags).slice(2)}${fishValues(option)} -d '${quote(option.help)}'`,
    );
  });
  return `${[...first, ...seconds, ...flags].join('\n')}\n`;
}

function fishValues(option: OptionSpec): string {
  const values = valuesOf(option);
  if (values.length > 0) return ` -x -a '${values.join(' ')}'`;
  return option.flags.includes('<') ? ' -r' : '';
}
