import { describe, expect, it } from 'vitest';
import { play, snapshotOf, wizardWith } from '../testing/wizard.ts';
import { marksOf } from '../theme.ts';
import { folderOf, isCompared, nodeChanges, resourceFiles, strangers, targetKinds } from './cluster.ts';
import { applyCommands, equivalentCommands } from './commands.ts';
import { derive, nodeFiles, placeFindings } from './derive.ts';
import type { WizardEvent } from './events.ts';
import { explainLines } from './explain.ts';
import { fieldAt } from './focus.ts';
import { toField } from './navigation.ts';
import { copied, overlayText } from './overlays.ts';
import { broken, diffLines, previewLines } from './preview.ts';
import { pageRows } from './rows.ts';
import type { StepId, WizardOptions, WizardState } from './state.ts';
import { pageOf } from './steps/index.ts';
import { wantedFiles } from './wanted.ts';

const answers = `version: 1
targets: [openshift@4.16]
upstreams:
  - registry: quay.io
    mirrors:
      - location: cache.corp.example/quay
search: [quay.io]
`;

const image = (lists: string): string =>
  `apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {registrySources: {${lists}}}\n`;

const goto = (step: StepId): WizardEvent => ({ type: 'goto', step });
const activate: WizardEvent = { type: 'activate' };
const type = (text: string): WizardEvent => ({ type: 'type', text });

function start(text = answers, more: Partial<WizardOptions> = {}): WizardState {
  return wizardWith(text, more);
}

function only(state: WizardState) {
  return derive(state).generated[0]!;
}

/** The lines of a page, as they are drawn. */
function drawn(state: WizardState): string {
  return pageRows(state, pageOf(state), marksOf({ LANG: 'C' }), 200)
    .map(({ text }) => text)
    .join('\n');
}

describe('releases of OpenShift among the targets', () => {
  it('are chosen like programs, with their release, several of them', () => {
    const none = start('version: 1\ntargets: [podman@5.8]\n');
    const chosen = play(toField(none, 'openshift'), activate);
    expect(targetKinds(chosen)).toEqual({ machines: true, clusters: ['openshift@5.2'] });
    const older = play(toField(chosen, 'openshift version'), activate, ...erase(3), type('4.12'), activate);
    expect(targetKinds(older).clusters).toEqual(['openshift@4.12']);
    const wrong = play(toField(chosen, 'openshift version'), activate, ...erase(3), type('4.2'), activate);
    expect(wrong.message).toContain('openshift@4.11 to openshift@5.2');
    const two = play(toField(older, 'add release'), activate, type('4.18'), activate);
    expect(targetKinds(two).clusters).toEqual(['openshift@4.12', 'openshift@4.18']);
    expect(folderOf(two, 'openshift@4.18')).toBe('cluster-resources/openshift-4.18');
    const again = play(toField(two, 'add release'), activate, type('4.18'), activate);
    expect(again.message).toContain('in the list already');
    const off = play(toField(two, 'openshift'), activate);
    expect(targetKinds(off)).toEqual({ machines: true, clusters: [] });
  });

  it('are asked for no root and no file, but for a folder and the cluster', () => {
    const ids = (state: WizardState) => pageOf(play(state, goto('targets'))).fields.map(({ id }) => id);
    expect(ids(start())).toEqual(expect.arrayContaining(['resources', 'cluster']));
    expect(ids(start())).not.toEqual(expect.arrayContaining(['root']));
    const both = start(answers.replace('[openshift@4.16]', '[openshift@4.16, podman@5.8]'));
    expect(ids(both)).toEqual(expect.arrayContaining(['resources', 'cluster', 'root', 'into']));
  });

  it('are read anew when the folder or the cluster is another', () => {
    const targets = play(start(), goto('targets'));
    const folder = play(toField(targets, 'resources'), activate, ...erase(20), type('made'), activate);
    expect(folder).toMatchObject({ resources: 'made', request: { kind: 'reread' } });
    const cluster = play(toField(targets, 'cluster'), activate, type('cluster/'), activate);
    expect(cluster).toMatchObject({ cluster: 'cluster/', request: { kind: 'reread' } });
    const around = { existing: targets.existing, inFolder: [], present: snapshotOf({ a: image('') }) };
    const read = play(cluster, { type: 'answered', message: null, around });
    expect(derive(read).generated[0]!.present).toBeDefined();
    expect(play(toField(read, 'cluster'), { type: 'remove' })).toMatchObject({
      cluster: null,
      present: null,
    });
  });

  it('begin with the release that the cluster says it has', () => {
    const version =
      'apiVersion: config.openshift.io/v1\nkind: ClusterVersion\nmetadata: {name: version}\nstatus: {desired: {version: 4.15.3}}\n';
    const state = start('version: 1\ntargets: [podman@5.8]\n', { present: snapshotOf({ a: version }) });
    expect(targetKinds(play(toField(state, 'openshift'), activate)).clusters).toEqual(['openshift@4.15']);
  });

  it('can be started from what the cluster has', () => {
    const present = snapshotOf({
      'cluster/a.yaml': image('allowedRegistries: [quay.io], insecureRegistries: [lab.corp.example]'),
      'cluster/other.yaml': 'kind: Pod\n',
    });
    const state = play(start('version: 1\ntargets: [openshift@4.16]\n', { present }));
    const taken = play(toField(state, 'take over'), activate);
    expect(taken.message).toContain('took over what the cluster has');
    expect(taken.policy.source.text).toMatch(/targets: \[openshift@4\.16\][\s\S]*lab\.corp\.example/);
  });
});

function erase(times: number): readonly WizardEvent[] {
  return Array.from({ length: times }, () => ({ type: 'erase' }));
}

describe('answers that resources cannot express', () => {
  it('say so beside the field before anything is answered, with the reason', () => {
    const scope = drawn(play(start(), goto('scope')));
    expect(scope).toContain('not for openshift@4.16: no resource holds aliases');
    expect(scope).toContain('not for openshift@4.16: the mode is a setting of CRI-O');
    expect(drawn(play(start(), goto('trust')))).toContain('take passwords from the pull secret');
    expect(drawn(play(start(answers.replace('openshift@4.16', 'podman@5.8')), goto('scope')))).not.toContain(
      'not for',
    );
  });

  it('name the releases that it holds for', () => {
    const both = start(answers.replace('[openshift@4.16]', '[openshift@4.12, openshift@4.16]'));
    const scope = drawn(play(both, goto('scope')));
    expect(scope).toContain('not for openshift@4.12: before 4.13 a source cannot be kept from being asked');
    expect(scope).toContain('not for openshift@4.12, openshift@4.16: no resource holds aliases');
  });

  it('are said once: as a finding where there is an answer', () => {
    const scope = drawn(play(start(`${answers}aliases: {web: quay.io/acme/web}\n`), goto('scope')));
    expect(scope.match(/no resource holds aliases/g)).toHaveLength(1);
    expect(scope).toContain('MW706');
  });
});

describe('findings about resources', () => {
  it('stand beside the answers that cause them', () => {
    const state = play(start(`${answers}allowed: [quay.io]\n`), goto('scope'));
    const { beside } = placeFindings(state, pageOf(state).fields);
    const codes = new Map(
      [...beside].map(([field, findings]) => [field.id, findings.map(({ code }) => code)]),
    );
    expect(codes.get('search')).toContain('MW818');
    const trust = play(state, goto('trust'));
    const placed = placeFindings(trust, pageOf(trust).fields).beside;
    const allowed = [...placed].find(([field]) => field.id === 'allowed')?.[1].map(({ code }) => code);
    expect(allowed).toContain('MW806');
  });

  it('count what the cluster has', () => {
    const present = snapshotOf({ 'a.yaml': image('allowedRegistries: [quay.io]') });
    const text = `${answers}insecure: [lab.corp.example]\n`;
    const trust = play(start(text, { present }), goto('trust'));
    expect(drawn(trust)).toContain('MW804');
    expect(drawn(play(start(text), goto('trust')))).not.toContain('MW804');
  });
});

describe('the preview of a cluster', () => {
  it('has two halves, and v changes between them', () => {
    const state = play(start(), { type: 'overlay', overlay: 'preview' });
    expect(overlayText(state).lines).toContain('cluster-resources/imagedigestmirrorset.yaml (new)');
    expect(overlayText(state).keys).toContain('v files of nodes');
    const nodes = play(state, { type: 'view' });
    expect(overlayText(nodes).lines).toContain('/etc/containers/registries.conf (written)');
    expect(overlayText(play(nodes, { type: 'view' })).title).toContain('resources');
    // from a page it leads to the files of the nodes at once
    expect(play(start(), { type: 'view' })).toMatchObject({ overlay: 'preview', view: 'nodes' });
  });

  it('is none for programs on machines', () => {
    const state = play(start(answers.replace('openshift@4.16', 'podman@5.8')), { type: 'view' });
    expect(state).toMatchObject({ overlay: null, view: 'resources' });
    expect(state.message).toContain('only a release of OpenShift');
  });

  it('says what the change does to nodes where it is known what they have', () => {
    const present = snapshotOf({ 'a.yaml': image('insecureRegistries: [old.example]') });
    const lines = previewLines(start(answers, { present }), 'nodes').lines.map(({ text }) => text);
    expect(lines.join(' ')).toContain('drained and rebooted');
    expect(lines).toContain('/etc/containers/registries.conf (changed)');
    expect(previewLines(start(), 'nodes').lines.some(({ text }) => /reboot/.test(text))).toBe(false);
  });

  it('breaks a signature policy of one line, and copies it whole', () => {
    const state = play(start(`${answers}allowed: [quay.io, docker.io]\n`), { type: 'view' });
    const lines = broken(previewLines(state).lines).map(({ text }) => text);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(160);
    const request = copied(state);
    expect(request?.kind === 'copy' && request.text).toContain('{"default":[{"type":"reject"}],"transports"');
  });

  it('shows what a hostile name would do, instead of doing it', () => {
    const hostile = answers.replace('quay.io\n', '"quay.io/\\e[31m\\u202ered"\n');
    for (const view of ['resources', 'nodes'] as const)
      for (const { text } of previewLines(start(hostile), view).lines)
        expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('explains a pull by the files that nodes get', () => {
    const lines = explainLines(start(), 'quay.io/acme/web:1');
    expect(lines[0]).toBe('on openshift@4.16');
    expect(lines.join('\n')).toContain('cache.corp.example/quay/acme/web');
  });
});

describe('Review of a cluster', () => {
  it('lists the resources and the files of the nodes, each with its change', () => {
    const present = snapshotOf({ 'a.yaml': image('') });
    const review = play(start(answers, { present }), goto('review'));
    const ids = pageOf(review).fields.flatMap(({ file }) => file ?? []);
    expect(ids).toEqual([
      'cluster-resources/image.yaml',
      'cluster-resources/imagedigestmirrorset.yaml',
      'cluster-resources/imagetagmirrorset.yaml',
      'openshift@4.16:/etc/containers/registries.conf.d/01-image-searchRegistries.conf',
      'openshift@4.16:/etc/containers/registries.conf',
    ]);
    const search = toField(review, ids[3]!);
    expect(fieldAt(search)?.below).toContain('rebooted');
    expect(diffLines(search).lines.map(({ text }) => text)).toContain(
      '+unqualified-search-registries = ["quay.io"]',
    );
    expect(play(search, activate).overlay).toBe('preview');
  });

  it('shows the change to resources that are there, and what else would be applied', () => {
    const inFolder = [
      { path: 'cluster-resources/image.yaml', text: image('') },
      { path: 'cluster-resources/mine.yaml', text: 'kind: Secret\n' },
    ];
    const review = play(start(answers, { inFolder }), goto('review'));
    expect(drawn(review)).toContain('~ image.yaml   edited');
    expect(drawn(review)).toContain('cluster-resources/mine.yaml is not made of these answers');
    expect(strangers(review, only(review))).toEqual(['cluster-resources/mine.yaml']);
    expect(wantedFiles(review)[0]).toMatchObject({
      before: image(''),
      place: { root: 'cluster-resources', path: 'image.yaml' },
    });
  });

  it('writes no file of a node', () => {
    expect(nodeFiles(start())).toEqual([]);
    expect(resourceFiles(start(), only(start())).map(({ name }) => name)).toEqual([
      'image.yaml',
      'imagedigestmirrorset.yaml',
      'imagetagmirrorset.yaml',
    ]);
  });
});

describe('what the nodes have', () => {
  const node = { 'etc/containers/registries.conf': 'unqualified-search-registries = ["x.example"]\n' };

  it('is told by the files of a node, where they are below the root', () => {
    const state = start(answers, { root: 'node', existing: snapshotOf(node, true) });
    const main = nodeChanges(state, only(state)).find(
      ({ path }) => path === '/etc/containers/registries.conf',
    );
    expect(main).toMatchObject({ before: node['etc/containers/registries.conf'] });
    expect(main!.impact!.effect).toBe('drain');
  });

  it('is not this machine, nor the machine of another target', () => {
    const here = start(answers, { existing: snapshotOf(node, true) });
    expect(isCompared(here, only(here))).toBe(false);
    const both = start(answers.replace('[openshift', '[podman@5.8, openshift'), {
      root: 'node',
      existing: snapshotOf(node, true),
    });
    expect(isCompared(both, derive(both).generated[1]!)).toBe(false);
  });
});

describe('the closing card', () => {
  it('says how to apply, look at, judge and explain the resources', () => {
    const lines = equivalentCommands(start());
    expect(lines).toContain('apply    oc apply -f cluster-resources');
    expect(lines).toContain(
      'explain  mirrorwright explain quay.io/example/app:1.0 cluster-resources --target openshift@4.16',
    );
    expect(lines).toContain('preview  mirrorwright preview mirror-policy.yaml --target openshift@4.16');
    expect(lines.at(-1)).toContain('--no-input --resources cluster-resources --yes');
    expect(lines.join('\n')).not.toContain('--root');
  });

  it('applies nothing but what was made and written', () => {
    const inFolder = [{ path: 'cluster-resources/mine.yaml', text: 'kind: Secret\n' }];
    expect(applyCommands(start(answers, { inFolder }), 'openshift@4.16')).toEqual([
      'apply    oc apply -f cluster-resources/image.yaml -f cluster-resources/imagedigestmirrorset.yaml -f cluster-resources/imagetagmirrorset.yaml',
    ]);
    const excluded = { ...start(), excluded: ['cluster-resources/image.yaml'] };
    expect(applyCommands(excluded, 'openshift@4.16')[0]).not.toContain('image.yaml');
  });

  it('quotes what a shell would take for something else, and makes the certificates first', () => {
    const text = answers.replace('quay\n', 'quay\n        ca: "/etc/pki/$(reboot).pem"\n');
    const state = start(text, { resources: "it's here; rm" });
    expect(applyCommands(state, 'openshift@4.16')).toEqual([
      "first    oc create configmap registry-cas -n openshift-config '--from-file=cache.corp.example=/etc/pki/$(reboot).pem'",
      "apply    oc apply -f 'it'\\''s here; rm'",
    ]);
  });

  it('keeps machines and clusters apart', () => {
    const both = start(answers.replace('[openshift@4.16]', '[openshift@4.16, podman@5.8]'), { root: 'node' });
    const lines = equivalentCommands(both).join('\n');
    expect(lines).toContain('--diff --root node --target podman@5.8');
    expect(lines).toContain('preview mirror-policy.yaml --target openshift@4.16');
    expect(lines).toContain('--no-input --root node --resources cluster-resources --yes');
  });
});
