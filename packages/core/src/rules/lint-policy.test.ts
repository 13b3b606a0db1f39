import { describe, expect, it } from 'vitest';
import { readMirrorPolicy } from '../policy/read.ts';
import { defaultTarget } from '../runtimes/containers/targets.ts';
import { rootUser, type Snapshot } from '../snapshot/snapshot.ts';
import { sourceText } from '../text/source.ts';
import { lintPolicy } from './lint-policy.ts';
import { rules } from './registry.ts';
import type { Rule } from './rule.ts';
import { lint } from './run.ts';
import { readSettings, type Settings } from './settings.ts';

const text = `version: 1
targets: [podman@5.8, cri-o@1.33]
upstreams:
  - registry: docker.io
    mirrors:
      - location: cache.corp.example
insecure: [lab.example]
allowed: [docker.io]
search: [docker.io]
aliases: { web: docker.io/acme/web }
`;

/** Finds every mirror table, every alias and every scope of the files that are made. */
const everything: Rule = {
  meta: {
    ...rules[0]!.meta,
    code: 'MW199',
    name: 'everything',
    appliesTo: ['registries-conf', 'policy-json'],
    covers: [],
    scope: 'document',
  },
  check: function* ({ document }) {
    for (const match of document.source.text.matchAll(/\[\[registry|"web"|unqualified|web =|"docker.io": /g))
      yield {
        path: document.path,
        span: { start: match.index, end: match.index + 1 },
        message: match[0],
        why: '',
      };
  },
};

describe('linting a mirror policy', () => {
  const policy = readMirrorPolicy('mirror-policy.yaml', sourceText(text));

  it('finds what is wrong with the policy, for each of its targets', () => {
    const { findings, generated } = lintPolicy(policy, { rules });
    const own = findings.find(({ code }) => code === 'MW710');
    expect(policy.source.slice(own!.span)).toBe('lab.example');
    expect(own!.targets).toEqual(['podman@5.8', 'cri-o@1.33']);
    expect(findings.every(({ path }) => path === 'mirror-policy.yaml')).toBe(true);
    expect(generated.map(({ target }) => target)).toEqual(['podman@5.8', 'cri-o@1.33']);
  });

  it('leads findings in the files back to the lines that cause them', () => {
    const { findings } = lintPolicy(policy, { rules: [everything] });
    const places = findings.map(({ span, message }) => [message, policy.source.slice(span)]);
    expect(places).toEqual([
      ['[[registry', 'docker.io'],
      ['[[registry', 'cache.corp.example'],
      ['[[registry', 'lab.example'],
      ['"docker.io": ', 'docker.io'],
      ['unqualified', 'search'],
      ['web =', 'web'],
    ]);
  });

  describe('for a release of OpenShift', () => {
    const lintText = (more: string) => {
      const cluster = readMirrorPolicy('mirror-policy.yaml', sourceText(`version: 1\n${more}`));
      const { findings, generated } = lintPolicy(cluster, { rules });
      const places = findings.map(({ code, span }) => [code, cluster.source.slice(span)]);
      return { findings, generated, places };
    };

    it('judges the resources by the rules of the family openshift, at the answers that cause them', () => {
      const { places, findings } = lintText(
        'targets: [openshift@4.16]\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: cache.corp.example/q, insecure: true}]\nallowed: [quay.io]\nblocked: [evil.example]\nsearch: [docker.io]\n',
      );
      expect(places).toContainEqual(['MW806', 'allowed']);
      expect(places).toContainEqual(['MW818', 'search']);
      // the rule about policies says it with a fix
      expect(places.filter(([, text]) => text === 'docker.io')).toEqual([['MW711', 'docker.io']]);
      expect(findings.filter(({ code }) => code.startsWith('MW8')).map(({ targets }) => targets)).toEqual(
        expect.arrayContaining([['openshift@4.16']]),
      );
      expect(findings.every(({ fixes, code }) => fixes.length === 0 || code.startsWith('MW7'))).toBe(true);
    });

    it('leads what is found about the config map to the mirror that has an authority', () => {
      const { places } = lintText(
        'targets: [openshift@4.16]\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: a.example/q, ca: /etc/pki/a.pem}]\n',
      );
      expect(places).toContainEqual(['MW847', '/etc/pki/a.pem']);
    });

    it('says nothing of mirrors that the allow list gets by itself', () => {
      const text =
        'targets: [TARGET]\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: a.example/q}]\nallowed: [quay.io]\n';
      const codes = (target: string) => lintText(text.replace('TARGET', target)).places.map(([code]) => code);
      expect(codes('podman@5.8')).toContain('MW713');
      expect(codes('openshift@4.16')).not.toContain('MW713');
    });

    it('leads what no answer says to the target, with the name of the file', () => {
      const { findings, places } = lintText(
        'targets: [podman@5.8, openshift@4.12]\nupstreams:\n  - registry: quay.io\n    mirrors: [{location: a.example/q, pull: digest}]\n',
      );
      expect(places).toContainEqual(['MW810', 'openshift@4.12']);
      expect(findings.find(({ code }) => code === 'MW810')!.message).toMatch(
        /^imagecontentsourcepolicy\.yaml: /,
      );
    });

    it('says where the sync fails, and holds the files back', () => {
      const { places, generated } = lintText(
        'targets: [openshift@4.15]\nupstreams:\n  - registry: "*.corp.example"\n    mirrors: [{location: a.example}]\n',
      );
      expect(places).toContainEqual(['MW801', '"*.corp.example"']);
      expect(generated[0]!.problems[0]!.message).toContain('wildcard entries are not supported');
      expect(generated[0]!.rendered!.files.size).toBe(0);
    });

    describe('and a cluster that is known', () => {
      const cluster = (text: string): Snapshot => ({
        files: [{ path: 'cluster/all.yaml', text }],
        rooted: false,
        user: rootUser,
        unreadable: [],
      });
      const image = (lists: string): string =>
        `apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\nspec: {registrySources: {${lists}}}\n`;
      const answers = (more: string) =>
        readMirrorPolicy(
          'mirror-policy.yaml',
          sourceText(`version: 1\ntargets: [openshift@4.16]\nupstreams: []\n${more}`),
        );

      it('judges the answers with the lists that stay in force', () => {
        const policy = answers('insecure: [lab.example:5000]\n');
        const found = lintPolicy(policy, { rules, cluster: cluster(image('allowedRegistries: [quay.io]')) });
        const { span } = found.findings.find(({ code }) => code === 'MW804')!;
        expect(policy.source.slice(span)).toBe('lab.example:5000');
        expect(lintPolicy(policy, { rules }).findings.map(({ code }) => code)).not.toContain('MW804');
      });

      it('tells which nodes get what, before and after', () => {
        const given = image('insecureRegistries: [old.example], blockedRegistries: [evil.example]');
        const { generated } = lintPolicy(answers('insecure: [lab.example:5000]\n'), {
          rules,
          cluster: cluster(given),
        });
        const { present, rendered, problems } = generated[0]!;
        expect(problems).toEqual([]);
        const path = '/etc/containers/registries.conf';
        expect(present!.files.get(path)).toContain('old.example');
        expect(rendered!.files.get(path)).not.toContain('old.example');
        expect(rendered!.files.get(path)).toContain('location = "evil.example"');
      });

      it('holds the files back where the two together stop the sync, and not where it fails before', () => {
        const blocked = cluster(image('blockedRegistries: [evil.example]'));
        const [clash] = lintPolicy(answers('allowed: [quay.io]\n'), { rules, cluster: blocked }).generated;
        expect(clash!.problems[0]!.message).toContain('only one of AllowedRegistries or BlockedRegistries');
        const broken = cluster(image('insecureRegistries: ["*.a.*"]'));
        const [kept] = lintPolicy(answers('search: [quay.io]\n'), { rules, cluster: broken }).generated;
        expect(kept!.problems).toEqual([]);
        expect(kept!.notes.map(({ text }) => text).join()).toContain('fails already');
      });

      it('reports nothing of files that are not made of the answers', () => {
        const given = `${image('searchRegistries: []')}---\napiVersion: operator.openshift.io/v1alpha1\nkind: ImageContentSourcePolicy\nmetadata: {name: old}\nspec: {repositoryDigestMirrors: [{source: quay.io, mirrors: [m.example/q]}]}\n`;
        const { findings } = lintPolicy(answers('search: [quay.io]\n'), { rules, cluster: cluster(given) });
        expect(findings.filter(({ path }) => path !== 'mirror-policy.yaml')).toEqual([]);
        expect(findings.map(({ code }) => code)).not.toContain('MW810');
      });
    });
  });
});

describe('suppressions in a mirror policy', () => {
  const policyWith = (comment: string, list = 'search'): string =>
    `version: 1\nupstreams: []\n# mirrorwright-ignore${comment}\n${list}: [docker.io, quay.io]\n`;
  const codes = (content: string, settings?: Settings): readonly string[] =>
    lintPolicy(readMirrorPolicy('mirror-policy.yaml', sourceText(content)), {
      rules,
      ...(settings && { settings }),
    }).findings.map(({ code }) => code);

  it('hide what is found in the files made of the statement', () => {
    expect(codes(policyWith(': nothing'))).toContain('MW510');
    expect(codes(policyWith(' MW510: we look there first'))).not.toContain('MW510');
    expect(codes(policyWith(' MW510: we look there first'))).not.toContain('MW093');
  });

  it('are told to be unused where the files are judged, and nowhere else', () => {
    const unused = policyWith(' MW510: we look there first', 'blocked');
    expect(codes(unused)).toContain('MW093');
    const document = readMirrorPolicy('mirror-policy.yaml', sourceText(unused));
    const snapshot: Snapshot = { files: [], rooted: false, user: rootUser, unreadable: [] };
    const nodes = [{ snapshot, documents: [document], skipped: [] }];
    expect(lint({ nodes, targets: [defaultTarget], rules }).findings).toEqual([]);
  });

  it('are told to lack something once', () => {
    expect(codes(policyWith(' MW510')).filter((code) => code.startsWith('MW09'))).toHaveLength(1);
  });

  it('stand in the settings too, by the name of the policy', () => {
    const content = '[[ignore]]\npaths = ["mirror-policy.yaml"]\nrules = ["MW510"]\nreason = "a lab"\n';
    const { settings } = readSettings(sourceText(content), rules);
    expect(codes(policyWith(': nothing'), settings)).not.toContain('MW510');
  });
});
