import { atLeast } from '../../model/target.ts';
import type { Rule } from '../rule.ts';

export const userFileHidesSystemFile: Rule = {
  meta: {
    code: 'MW020',
    name: 'user-file-hides-system-file',
    family: 'syntax',
    severity: 'warning',
    summary: 'A registries.conf in the home directory hides the system-wide one completely.',
    appliesTo: ['registries-conf'],
    scope: 'node',
    since: '0.1.0',
    covers: ['C80'],
    cites: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
      'https://github.com/containers/podman/issues/3644',
    ],
  },
  check: function* ({ node, target }) {
    const { files, notRead } = node.config();
    const main = files.find(({ role }) => role === 'main');
    if (!node.rooted || main === undefined || !main.path.includes('/.config/')) return;
    const hidden = notRead.filter(({ path }) => systemFile.test(path));
    if (hidden.length === 0) return;
    const span = main.document.tree.statements[0]?.span ?? { start: 0, end: 0 };
    const folders = atLeast(target.library, [5, 40, 0])
      ? ''
      : ' The drop-ins of /etc/containers are not read either.';
    yield {
      path: main.path,
      span,
      message: `For this user ${main.path} hides ${hidden.map(({ path }) => path).join(', ')}.`,
      why: `${target.id} reads one main file, the user's own first; nothing is merged.${folders}`,
      advice: 'Move what the user needs into a drop-in (registries.conf.d), and remove the file.',
      related: hidden.map(({ path }) => ({
        origin: { path, span: { start: 0, end: 0 } },
        message: 'this file is not read',
      })),
    };
  },
};

const systemFile = /^(etc|usr\/share)\/containers\/registries\.conf$/;
