import type { Rule, RuleFinding } from '../rule.ts';

export const dropInNotRead: Rule = {
  meta: {
    code: 'MW023',
    name: 'drop-in-not-read',
    family: 'syntax',
    severity: 'warning',
    summary: 'A file in a drop-in directory is not read: wrong suffix, sub-directory or backup.',
    appliesTo: ['registries-conf'],
    scope: 'document',
    since: '0.1.0',
    covers: ['C83'],
    cites: ['https://github.com/containers/image/blob/main/docs/containers-registries.conf.d.5.md'],
  },
  check: function* ({ document: { path, tree } }) {
    const below = inFolder.exec(path)?.[1];
    const reason = below === undefined ? undefined : reasonFor(below);
    if (reason === undefined) return;
    yield { path, span: tree.statements[0]?.span ?? { start: 0, end: 0 }, ...reason };
  },
};

const inFolder = /(?:^|\/)registries\.conf\.d\/(.+)$/;
const backup =
  /(~|\.(bak|old|orig|save|swp|tmp|rpmnew|rpmsave|rpmorig|dpkg-(old|new|dist|bak)|ucf-dist|disabled))$/i;

function reasonFor(below: string): Pick<RuleFinding, 'message' | 'why' | 'advice' | 'severity'> | undefined {
  const name = below.slice(below.lastIndexOf('/') + 1);
  const why = 'Readers take only the files that stand directly in the directory and end in .conf.';
  if (below.includes('/')) {
    const message = `${below} lies in a sub-directory and is not read.`;
    return { message, why, advice: 'Move it up into the drop-in directory.' };
  }
  if (name.endsWith('.conf')) return undefined;
  if (backup.test(name)) {
    const message = `${name} looks like a backup and is not read.`;
    return { message, why, advice: 'Remove it, or keep it somewhere else.', severity: 'info' };
  }
  const message = `${name} does not end in .conf and is not read.`;
  return { message, why, advice: `Rename it to ${name.replace(/\.(toml|CONF|txt|cfg)$/, '')}.conf.` };
}
