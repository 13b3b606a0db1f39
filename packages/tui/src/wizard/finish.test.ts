import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../testing/run.ts';
import { wizardWith } from '../testing/wizard.ts';
import { finish } from './finish.ts';
import type { WizardState } from './state.ts';
import { readAround } from './surroundings.ts';

const answers = `version: 1
targets: [openshift@4.16]
upstreams:
  - registry: quay.io
    mirrors:
      - { location: cache.corp.example/quay, pull: digest }
`;
const made = 'imagedigestmirrorset.yaml';

/** The wizard at its end, with what lies in a folder around it. */
async function ready(
  files: Readonly<Record<string, string>>,
  text = answers,
): Promise<{ readonly folder: string; readonly state: WizardState }> {
  const folder = folderWith({ 'root/etc/hostname': 'node\n', ...files });
  const places = {
    root: join(folder, 'root'),
    resources: join(folder, 'cluster-resources'),
    cluster: null,
    policyPath: join(folder, 'mirror-policy.yaml'),
  };
  const start = wizardWith(text, places);
  const { around, problems } = await readAround(start, undefined);
  expect(problems).toEqual([]);
  return { folder, state: { ...start, ...around } };
}

function end(state: WizardState) {
  return finish(state, { write: true, user: undefined });
}

describe('writing resources', () => {
  it('makes their folder, and writes nothing twice', async () => {
    const { folder, state } = await ready({});
    const first = await end(state);
    expect(first.ok).toBe(true);
    expect(first.card!.join('\n')).toContain('oc apply -f');
    expect(readdirSync(join(folder, 'cluster-resources'))).toEqual([made]);
    expect(readFileSync(join(folder, 'mirror-policy.yaml'), 'utf8')).toBe(answers);
    expect(readdirSync(join(folder, 'root/etc'))).toEqual(['hostname']);
    const { around } = await readAround(state, undefined);
    const again = await end({ ...state, ...around, savedText: answers });
    expect(again.lines.join('\n')).toContain('says it already');
    expect(readdirSync(join(folder, 'cluster-resources'))).toEqual([made]);
  });

  it('keeps what was there in a backup that oc does not apply', async () => {
    const { folder, state } = await ready({ [`cluster-resources/${made}`]: '# old\n' });
    const { ok, lines } = await end(state);
    expect(ok).toBe(true);
    expect(lines.join('\n')).toContain('(before: ');
    const [, backup] = readdirSync(join(folder, 'cluster-resources'));
    expect(backup).toMatch(/^imagedigestmirrorset\.yaml\.backup-/);
    expect(readFileSync(join(folder, 'cluster-resources', backup!), 'utf8')).toBe('# old\n');
  });

  it('is refused over a file that changed meanwhile, and shows the change then', async () => {
    const { folder, state } = await ready({ [`cluster-resources/${made}`]: '# old\n' });
    writeFileSync(join(folder, 'cluster-resources', made), '# theirs\n');
    const refused = await end(state);
    expect(refused.ok).toBe(false);
    expect(refused.lines.join()).toContain('was changed since you looked');
    expect(readFileSync(join(folder, 'cluster-resources', made), 'utf8')).toBe('# theirs\n');
    const again = await end({ ...state, ...refused.around, savedText: answers });
    expect(again.ok).toBe(true);
  });

  it('does not leave the folder by a link', async () => {
    const { folder, state } = await ready({ 'secret.yaml': 'keep: me\n' });
    mkdirSync(join(folder, 'cluster-resources'));
    symlinkSync(join(folder, 'secret.yaml'), join(folder, 'cluster-resources', made));
    const { around } = await readAround(state, undefined);
    const { ok } = await end({ ...state, ...around });
    expect(ok).toBe(false);
    expect(readFileSync(join(folder, 'secret.yaml'), 'utf8')).toBe('keep: me\n');
  });

  it('says why a folder cannot be', async () => {
    const { folder, state } = await ready({});
    writeFileSync(join(folder, 'cluster-resources'), 'a file');
    const { ok, lines } = await end(state);
    expect(ok).toBe(false);
    expect(lines.join()).toContain('is not a folder');
    expect(existsSync(join(folder, 'cluster-resources', made))).toBe(false);
  });

  it('is refused where the sync would fail', async () => {
    const { folder, state } = await ready({}, answers.replace('quay.io', '"*.a.*"'));
    const { ok, lines } = await end(state);
    expect(ok).toBe(false);
    expect(lines.join()).toContain('the sync fails');
    expect(existsSync(join(folder, 'cluster-resources'))).toBe(false);
  });

  it('leaves out what was left out in Review', async () => {
    const { folder, state } = await ready({});
    const path = join(folder, 'cluster-resources', made);
    const { ok, card } = await end({ ...state, excluded: [path] });
    expect(ok).toBe(true);
    expect(card!.join('\n')).toContain('was left out');
    expect(card!.join('\n')).not.toContain('oc apply');
  });
});

describe('what lies around the answers', () => {
  it('is read from folders for several releases too, and from no others', async () => {
    const folder = folderWith({
      'made/image.yaml': 'a: 1\n',
      'made/notes.txt': 'no\n',
      'made/.hidden.yaml': 'no: 1\n',
      'made/openshift-4.16/image.yaml': 'b: 1\n',
      'made/other/image.yaml': 'c: 1\n',
    });
    const state = wizardWith(answers, { root: folder, resources: join(folder, 'made/') });
    const { around } = await readAround(state, undefined);
    expect(around.inFolder.map(({ path }) => path.slice(folder.length))).toEqual([
      '/made/image.yaml',
      '/made/openshift-4.16/image.yaml',
    ]);
  });

  it('holds of a cluster its resources, and says where there are none', async () => {
    const folder = folderWith({
      'cluster/image.yaml': 'apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\n',
      'cluster/pod.yaml': 'apiVersion: v1\nkind: Pod\n',
      'none/pod.yaml': 'apiVersion: v1\nkind: Pod\n',
    });
    const read = (cluster: string) =>
      readAround(wizardWith(answers, { root: folder, resources: join(folder, 'made'), cluster }), undefined);
    const { around } = await read(join(folder, 'cluster'));
    expect(around.present!.files).toHaveLength(1);
    expect((await read(join(folder, 'none'))).problems.join()).toContain('holds no resource of OpenShift');
    expect((await read(join(folder, 'gone'))).problems.join()).toContain('does not exist');
    expect((await read(join(folder, 'gone'))).around.present).toBeNull();
  });

  it.skipIf(process.getuid?.() === 0)('is refused where it cannot be read', async () => {
    const folder = folderWith({ 'made/image.yaml': 'a: 1\n' });
    chmodSync(join(folder, 'made'), 0);
    const state = wizardWith(answers, { root: folder, resources: join(folder, 'made') });
    const { problems } = await readAround(state, undefined);
    expect(problems.join()).toContain('permission denied');
    chmodSync(join(folder, 'made'), 0o755);
  });

  it('does not matter where there is no cluster among the targets', async () => {
    const folder = folderWith({ made: 'a file' });
    const places = { root: folder, resources: join(folder, 'made') };
    const machines = wizardWith(answers.replace('openshift@4.16', 'podman@5.8'), places);
    expect((await readAround(machines, undefined)).problems).toEqual([]);
    expect((await readAround(wizardWith(answers, places), undefined)).problems.join()).toContain(
      'is not a folder',
    );
  });
});
