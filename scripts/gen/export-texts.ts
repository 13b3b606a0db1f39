import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { moduleNotice, type Part } from './part.ts';

const folder = 'packages/core/src/export';

/** Texts that leave as they are (the role of Ansible, shell scripts), as modules of the core, which reads no files. */
export const part: Part = {
  make: (root) => {
    const read = (path: string): string => readFileSync(join(root, folder, path), 'utf8');
    const role = globSync('ansible/**/*.yaml', { cwd: join(root, folder) }).sort();
    const entries = role.map((path) => {
      const bare = path.replace(/^ansible\//, '').replace(/^role\//, 'roles/mirrorwright/');
      return `  { path: ${JSON.stringify(bare)}, text: ${quote(read(path))} },\n`;
    });
    return new Map([
      [
        `${folder}/ansible/role-texts.ts`,
        `${moduleNotice}
/** The playbooks and the role. */
export const roleTexts: readonly { readonly path: string; readonly text: string }[] = [
${entries.join('')}];
`,
      ],
      [
        `${folder}/scripts.ts`,
        `${moduleNotice}
/** Installs a bundle on the machine it runs on. */
export const installScript: string = ${quote(read('bundle/install.sh'))};

/** What a pod does: hands the bundle to the host and runs it there. */
export const podScript: string = ${quote(read('kubernetes/run.sh'))};
`,
      ],
    ]);
  },
};

function quote(text: string): string {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
}
