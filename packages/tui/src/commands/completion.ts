import { exitCodes, usageError } from '../cli/exit.ts';
import type { Invocation } from '../cli/spec.ts';
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

function bash(): string {
  const names = commands.map(({ name }) => name).join(' ');
  const cases = commands.map(
    ({ name, options }) =>
      `    ${name}) words="${[...options.map(({ flags }) => longFlag(flags)), '--help'].join(' ')}" ;;`,
  );
  return `_mirrorwright() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  COMPREPLY=()
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

function zsh(): string {
  const list = commands
    .map(({ name, summary }) => `    '${name}:${quote(summary).replaceAll(':', '\\:')}'`)
    .join('\n');
  const cases = commands.map(({ name, options }) => {
    const flags = options.map(
      (option) =>
        `'${option.repeatable === true ? '*' : ''}${longFlag(option.flags)}[${quote(option.help).replace(/[[\]]/g, '')}]${option.flags.includes('<') ? ':value:_files' : ''}'`,
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
      ({ flags, help }) =>
        `complete -c mirrorwright -n '__fish_seen_subcommand_from ${name}' -l ${longFlag(flags).slice(2)}${flags.includes('<') ? ' -r' : ''} -d '${quote(help)}'`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}
