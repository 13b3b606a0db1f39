import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { journey } from '../testing/journey.ts';
import { folderWith } from '../testing/run.ts';

const tab = '\t';
const enter = '\r';
const down = '\u001b[B';

describe('the wizard in a terminal', () => {
  it.each([
    [120, 40],
    [80, 24],
  ])('leads to a written drop-in at %i x %i', async (columns, rows) => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, 'root'));
    const wizard = journey(['init', '--root', 'root'], cwd, columns, rows);
    await wizard.sees('Which programs will read');
    wizard.send(tab);
    await wizard.sees('[ ] docker.io');
    wizard.send(' ');
    await wizard.sees('[x] docker.io');
    wizard.send(tab);
    await wizard.sees('add a mirror');
    wizard.send(enter);
    await wizard.sees('add a mirror: _');
    wizard.send('cache.corp.example/hub');
    await wizard.sees('cache.corp.example/hub_');
    wizard.send(enter);
    await wizard.sees('add a mirror: (e.g.');
    wizard.send('7');
    await wizard.sees('What changes below root?');
    await wizard.sees('+prefix = "docker.io"');
    wizard.send(tab);
    await wizard.sees('save the policy and write the files');
    wizard.send(down);
    await wizard.sees('existing files are backed up first');
    wizard.send(enter);
    expect(await wizard.ends()).toBe(0);
    expect(wizard.output()).toContain('mirrorwright init --answers mirror-policy.yaml --no-input');
    const written = readFileSync(join(cwd, 'root/etc/containers/registries.conf.d/50-mirrors.conf'), 'utf8');
    expect(written).toContain('[[registry.mirror]]\nlocation = "cache.corp.example/hub"');
    expect(readFileSync(join(cwd, 'mirror-policy.yaml'), 'utf8')).toContain('- registry: docker.io');
  });

  it('shows the preview over a narrow screen, explains, and stays on esc', async () => {
    const cwd = folderWith({
      'mirror-policy.yaml':
        'version: 1\ntargets: [podman@5.8]\nupstreams:\n  - registry: quay.io\n    mirrors:\n      - location: cache.corp.example\n',
    });
    const wizard = journey(['init', '--answers', 'mirror-policy.yaml', '--root', cwd], cwd, 80, 24);
    await wizard.sees('Whom do these nodes trust?');
    wizard.send('p');
    await wizard.sees('location = "cache.corp.example"');
    wizard.send('\u001b');
    await wizard.sees('Whom do these nodes trust?');
    wizard.send('e');
    await wizard.sees('explain quay.io/example/app:1.0');
    wizard.send('r');
    await wizard.sees('new: _');
    wizard.send('docker.io/library/nginx\r');
    await wizard.sees('registry-1.docker.io');
    wizard.send('\u001b');
    await wizard.sees('Whom do these nodes trust?');
    wizard.send('\u0003');
    await wizard.sees('Leave the wizard?');
    wizard.send('\u0003');
    expect(await wizard.ends()).toBe(130);
    expect(existsSync(join(cwd, 'etc'))).toBe(false);
  });

  it('draws with ASCII where the locale has no more', async () => {
    const cwd = folderWith({});
    const wizard = journey(['init', '--root', cwd], cwd, 120, 30, { LANG: 'C', NO_COLOR: '1' });
    const screen = await wizard.sees('Which programs will read');
    expect(screen).toMatch(/^[\u0020-\u007e\n]*$/);
    // once a key has been answered, ctrl+c is a key too, and no signal
    wizard.send('?');
    await wizard.sees('delete what is under the cursor');
    wizard.send('\u0003');
    await wizard.sees('Leave the wizard?');
    wizard.send('\u0003');
    expect(await wizard.ends()).toBe(130);
  });

  it('asks the same in plain lines', async () => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, 'root'));
    const wizard = journey(['init', '--plain', '--root', 'root'], cwd, 100, 60);
    await wizard.sees('Step 1 of 8');
    await wizard.sees('q leave:');
    wizard.send(enter);
    await wizard.sees('Step 2 of 8');
    wizard.send(`1${enter}`);
    await wizard.sees('docker.io: yes');
    wizard.send(enter);
    await wizard.sees('Step 3 of 8');
    wizard.send(`2${enter}`);
    await wizard.sees('? + add a mirror:');
    wizard.send(`cache.corp.example/hub${enter}`);
    await wizard.sees('3   + add a mirror');
    for (const step of [4, 5, 6, 7, 8]) {
      wizard.send(enter);
      await wizard.sees(`Step ${step} of 8`);
    }
    wizard.send(`2${enter}`);
    expect(await wizard.ends()).toBe(0);
    expect(readdirSync(join(cwd, 'root/etc/containers/registries.conf.d'))).toEqual(['50-mirrors.conf']);
  });

  it('offers answers that were left, and takes them up', async () => {
    const cwd = folderWith({});
    const left = journey(['init', '--root', cwd], cwd, 100, 30);
    await left.sees('Which programs will read');
    left.send(tab);
    await left.sees('[ ] quay.io');
    left.send(`${down} `);
    await left.sees('[x] quay.io');
    left.send('\u0003');
    await left.sees('Leave the wizard?');
    left.send('\u0003');
    expect(await left.ends()).toBe(130);
    expect(left.output()).toContain('The next start offers these answers again.');

    const again = journey(['init', '--root', cwd], cwd, 100, 30);
    await again.sees('enter resume');
    again.send(enter);
    await again.sees('[x] quay.io');
    again.send('\u0013');
    await again.sees('saved');
    again.send('\u0003');
    await again.sees('Leave the wizard?');
    again.send('\u0003');
    expect(await again.ends()).toBe(130);
    expect(readFileSync(join(cwd, 'mirror-policy.yaml'), 'utf8')).toContain('- registry: quay.io');

    const third = journey(['init', '--root', cwd], cwd, 100, 30);
    await third.sees('Which programs will read');
    third.send('2');
    await third.sees('[x] quay.io');
  });

  it('tells what is wrong beside the answer, and applies the fix', async () => {
    const cwd = folderWith({
      'mirror-policy.yaml':
        'version: 1\ntargets: [podman@5.8]\nupstreams:\n  - registry: quay.io\n    mirrors:\n      - location: cache.lab.example\ninsecure: [registry.lab.example:5000]\nallowed: [quay.io]\n',
    });
    const wizard = journey(['init', '--root', cwd], cwd, 120, 40);
    await wizard.sees('Which programs will read');
    wizard.send('4');
    await wizard.sees('insecure registries: registry.lab.example');
    await wizard.sees('MW710');
    wizard.send(`${down}${down}`);
    await wizard.sees('f: ');
    wizard.send('o');
    await wizard.sees('insecure-not-allowed');
    wizard.send('\u001b');
    await wizard.sees('Whom do these nodes trust?');
    wizard.send('f');
    await wizard.sees('done: ');
    await wizard.sees('allowed registries: quay.io, registry');
  });

  it('hands the policy to an editor and takes it back', async () => {
    const cwd = folderWith({ 'editor.sh': '#!/bin/sh\nsed -i s/podman@5.8/cri-o@1.33/ "$1"\n' });
    const wizard = journey(['init', '--root', cwd], cwd, 120, 30, { VISUAL: `sh ${join(cwd, 'editor.sh')}` });
    await wizard.sees('[x] podman');
    wizard.send('\u0005');
    await wizard.sees('[x] cri-o');
    await wizard.sees('the policy was edited');
  });

  it('edits registries.conf itself, shows both sides, and refuses when it changed meanwhile', async () => {
    const cwd = folderWith({
      'root/etc/containers/registries.conf': '# ours\nunqualified-search-registries = []\n',
    });
    const file = join(cwd, 'root/etc/containers/registries.conf');
    const args = ['init', '--root', 'root', '--into', 'etc/containers/registries.conf'];
    const wizard = journey([...args, '--mirror', 'docker.io=cache.corp.example/hub'], cwd, 120, 40);
    await wizard.sees('Whom do these nodes trust?');
    wizard.send('7');
    await wizard.sees('edited +');
    wizard.send('u');
    await wizard.sees('+ location = "cache.corp.example/hub"');
    wizard.send('\u001b');
    await wizard.sees('What changes below root?');
    wizard.send(tab);
    await wizard.sees('How should it be delivered?');
    writeFileSync(file, '# theirs\n');
    wizard.send(down);
    await wizard.sees('existing files are backed up first');
    wizard.send(enter);
    await wizard.sees('was changed since you looked');
    expect(readFileSync(file, 'utf8')).toBe('# theirs\n');
    wizard.send(enter);
    expect(await wizard.ends()).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^# theirs\n.*cache.corp.example\/hub/s);
  });

  it('finds lines by a filter', async () => {
    const cwd = folderWith({});
    const wizard = journey(['init', '--root', cwd], cwd, 80, 24);
    await wizard.sees('Which programs will read');
    wizard.send(tab);
    await wizard.sees('[ ] docker.io');
    wizard.send('/');
    await wizard.sees('/_');
    wizard.send('access');
    await wizard.sees('/access_');
    wizard.send(`${enter} `);
    await wizard.sees('[x] registry.access.redhat.com');
    wizard.send('\u001b');
    await wizard.sees('[ ] docker.io');
  });

  it('is suspended by ctrl+z and comes back with its answers', async () => {
    const cwd = folderWith({});
    const shell = journey(['init', '--root', cwd], cwd, 100, 30, {}, true);
    await shell.sees('Which programs will read');
    shell.send(tab);
    await shell.sees('[ ] docker.io');
    shell.send(' ');
    await shell.sees('[x] docker.io');
    shell.send('\u001a');
    await shell.sees('Stopped');
    shell.send('fg\r');
    await shell.sees('[x] docker.io');
    shell.send(tab);
    await shell.sees('add a mirror');
  });
});
