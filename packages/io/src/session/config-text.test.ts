import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keepsKnownHosts } from './config-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'mirrorwright-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'parts'));
writeFileSync(join(folder, 'parts/a.conf'), 'Host a\n  User x\n');
writeFileSync(join(folder, 'parts/b.text'), 'UserKnownHostsFile /dev/null\n');
writeFileSync(join(folder, 'parts/.c.conf'), 'UserKnownHostsFile /dev/null\n');

function judge(text: string): Promise<boolean> {
  const file = join(folder, 'config');
  writeFileSync(file, text);
  return keepsKnownHosts([join(folder, 'none'), file]);
}

describe('the text of an ssh configuration', () => {
  it.each([
    '',
    '# UserKnownHostsFile /dev/null\n',
    'Host *\n  UserKnownHostsFile ~/.ssh/known_hosts /etc/ssh/more-hosts\n  SendEnv LANG\n',
    'userknownhostsfile=/a/b\n',
    `Include ${folder}/parts/*.conf\n`,
    `Include ${folder}/parts/none/*.conf ${folder}/nothing\n`,
  ])('is known to keep known hosts: %j', async (text) => {
    expect(await judge(text)).toBe(true);
  });

  it.each([
    'Host *\n  UserKnownHostsFile /dev/null\n',
    'Host a\n\tuserKnownHostsFile="/dev/null"\n',
    'UserKnownHostsFile /tmp/../dev/null\n',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: ssh's own
    'UserKnownHostsFile ${NOWHERE}\n',
    'UserKnownHostsFile %d/hosts\n',
    'Host a UserKnownHostsFile none\n',
    `Include ${folder}/parts/b.*\n`,
    `Include ${folder}/p*/a.conf\n`,
    `Include "${folder}/parts/a.conf"\n`,
    'Include %d/x\n',
    'Include ~other/x\n',
    `Include ${folder}\n`,
    `Include ${folder}/config\n`,
  ])('leaves it to ssh to say: %j', async (text) => {
    expect(await judge(text)).toBe(false);
  });
});
