import { type Options, stringOption } from './spec.ts';

/** A word as a POSIX shell takes it. */
export function quote(text: string): string {
  return /^[\w./@:-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Options that the next command needs as well, as they were given. */
export function sameOptions(options: Options, names: readonly string[]): string {
  return names
    .flatMap((name) => {
      const value = stringOption(options, name);
      if (value !== undefined) return [` --${name} ${quote(value)}`];
      return options[name] === false ? [` --no-${name}`] : [];
    })
    .join('');
}
