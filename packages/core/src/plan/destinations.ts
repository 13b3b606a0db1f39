import { compileGlob } from '../rules/glob.ts';
import { isKnownPath } from '../runtimes/containers/delivery.ts';
import type { Refusal } from './model.ts';

/** The longest path that Linux takes, and the longest name in it, in bytes of UTF-8. */
const longestPath = 4095;
const longestName = 255;

/** Why a text is no path that a plan may name, or undefined. */
export function pathFault(path: string): string | undefined {
  if (!path.startsWith('/')) return 'is not an absolute path';
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]|[\ud800-\udfff]/u.test(path))
    return 'holds a control character';
  const names = path.slice(1).split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    return 'is not written in its shortest form: without //, . and .. and a slash at its end';
  if (encodedLength(path) > longestPath || names.some((name) => encodedLength(name) > longestName))
    return 'is longer than a file system takes';
  return undefined;
}

function encodedLength(text: string): number {
  let length = text.length;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code > 0xffff) length += 2;
    else if (code > 0x7ff) length += 2;
    else if (code > 0x7f) length += 1;
  }
  return length;
}

interface Forbidden {
  readonly pattern: RegExp;
  readonly what: string;
}

/** Places through which a file becomes a login, a program or the start of the machine. No option opens them. */
const forbidden: readonly Forbidden[] = [
  { pattern: /\/\.ssh(?:\/|$)|^\/etc\/ssh\//, what: 'belongs to ssh' },
  { pattern: /^\/(?:usr\/(?:local\/)?)?etc\/(?:sudo|doas)/, what: 'decides who may become root' },
  {
    pattern:
      /^\/(?:usr\/(?:lib|share)|etc)\/(?:polkit-1|pam(?:\.d\/|\.conf$)|security\/)|^\/(?:usr\/)?lib\w*\/(?:[\w-]+\/)?security\/|\/\.pam_environment$/,
    what: 'decides who may log in',
  },
  {
    pattern: /^\/etc\/(?:g?shadow-?|passwd-?|group-?|subuid|subgid|login\.defs|securetty)$/,
    what: 'holds the accounts of the machine',
  },
  {
    pattern: /^\/etc\/(?:ana?cron|cron|at\.)|^\/var\/spool\/(?:ana?cron|cron|at)/,
    what: 'is run at set times',
  },
  {
    pattern:
      /^\/(?:etc|run|lib|usr\/lib|usr\/local\/lib)\/systemd\/|\/(?:\.config|\.local\/share)\/systemd\//,
    what: 'is a folder of systemd',
  },
  // podman's Quadlet: systemd makes units of what lies there (podman-systemd.unit(5))
  { pattern: /\/containers\/systemd\//, what: 'is made a unit of systemd' },
  { pattern: /\/containers\/oci\/hooks\.d\//, what: 'is run when containers start' },
  {
    pattern:
      /^\/etc\/(?:init\.d|inittab|rc\w?\.d|rc\.local|profile|ld\.so|bash|zsh|csh|environment|udev|modprobe|modules-load|grub|default\/grub)/,
    what: 'is run or loaded when the machine starts or somebody logs in',
  },
  {
    pattern:
      /\/\.(?:bash|profile|zsh|zprofile|zlogin|login|logout|cshrc|tcshrc|kshrc|xprofile|forward|rhosts)\w*$/,
    what: 'is run when somebody logs in',
  },
  {
    pattern: /^\/(?:boot|efi|proc|sys|dev)(?:\/|$)/,
    what: 'belongs to the kernel or to the start of the machine',
  },
  { pattern: /^\/(?:usr\/(?:local\/)?)?s?bin\//, what: 'is a folder of programs' },
  { pattern: /^\/(?:run|var\/lib)\/mirrorwright(?:\/|$)/, what: 'is where pushes keep their own state' },
];

/** What a path is to the one who pushes. foreign: outside of what the readers of the plan look at. */
export type Placement = 'known' | 'foreign';

/** Where a destination lies, judged by what was asked for and by where its links lead. */
export interface PlaceOptions {
  readonly path: string;
  readonly realPath: string;
  /** Home of the user whose files are written, without slashes at its ends. */
  readonly home: string;
  /** Globs of `--allow-path`; undefined where foreign paths were allowed before. */
  readonly allowed?: readonly string[];
}

/** Whether a file may be written there. Both the path and the place where its links lead are judged. */
export function placeOf(options: PlaceOptions): Placement | Refusal {
  const { path, realPath } = options;
  for (const each of path === realPath ? [path] : [path, realPath]) {
    const refusal = refusalOf(each, path);
    if (refusal !== undefined) return refusal;
  }
  const outside = [path, realPath].filter((each) => !isKnownPath(each, options.home));
  if (outside.length === 0) return 'known';
  const globs = options.allowed?.map((glob) => compileGlob(glob));
  const closed = outside.find((each) => globs !== undefined && !globs.some((matches) => matches(each)));
  if (closed === undefined) return 'foreign';
  const way = closed === path ? '' : `, where the links of ${path} lead,`;
  return {
    path,
    message: `${closed}${way} is none of the files that the runtimes of the plan read`,
    nextStep: `allow it by name if it is really meant: --allow-path '${closed.replaceAll("'", "'\\''")}'`,
  };
}

function refusalOf(each: string, path: string): Refusal | undefined {
  const fault = pathFault(each);
  if (fault !== undefined)
    return {
      path,
      message: `${JSON.stringify(each)} ${fault}`,
      nextStep: 'name the file by its plain absolute path',
    };
  const found = forbidden.find(({ pattern }) => pattern.test(each));
  if (found === undefined) return undefined;
  const way = each === path ? '' : ` (where the links of ${path} lead)`;
  return {
    path,
    message: `${each}${way} ${found.what}; it is never written`,
    nextStep: 'leave it out: there is no option for such files',
  };
}
