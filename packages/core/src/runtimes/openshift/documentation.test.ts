import { describe, expect, it } from 'vitest';
import { readResources } from '../../dialects/openshift/read.ts';
import { sourceText } from '../../text/source.ts';
import { loadNode, registriesPath, searchPath } from './loader.ts';
import { policyPath, renderNodeFiles } from './render.ts';

/*
 * The examples of the documentation's chapter on image configuration resources (4.12), each as what goes in and what is
 * shown to come out. Where the chapter and the operator differ, the test has the name of the difference.
 */

function rendered(text: string): ReadonlyMap<string, string> {
  const { files, error } = renderNodeFiles(readResources(sourceText(text)), { release: [4, 12] });
  expect(error).toBeUndefined();
  return files;
}

const image = (lists: string): string =>
  `apiVersion: config.openshift.io/v1\nkind: Image\nmetadata:\n  name: cluster\nspec:\n  registrySources:\n${lists}`;

/** The tables of the file, with what the chapter shows of each. */
function tables(files: ReadonlyMap<string, string>): readonly unknown[] {
  return loadNode(files.get(registriesPath)!).registries.map((registry) => ({
    location: registry.location,
    ...(registry.insecure && { insecure: true }),
    ...(registry.blocked && { blocked: true }),
    ...(registry.mirrorByDigestOnly && { digestOnly: true }),
    ...(registry.mirrors.length > 0 && { mirrors: registry.mirrors.map(({ location }) => location) }),
  }));
}

const shownSearch = ['registry.access.redhat.com', 'docker.io'];

describe('the examples of the documentation', () => {
  it('a blocked registry gives the table that is shown', () => {
    const files = rendered(image('    blockedRegistries:\n    - untrusted.com\n'));
    expect(tables(files)).toEqual([{ location: 'untrusted.com', blocked: true }]);
    expect(loadNode(files.get(registriesPath)!).searchRegistries?.values).toEqual(shownSearch);
  });

  it('an insecure registry gives the table that is shown', () => {
    const files = rendered(image('    insecureRegistries:\n    - insecure.com\n'));
    expect(tables(files)).toEqual([{ location: 'insecure.com', insecure: true }]);
  });

  it('difference: the files have short-name-mode, which two examples leave out', () => {
    const files = rendered(image('    insecureRegistries:\n    - insecure.com\n'));
    expect(files.get(registriesPath)).toContain('\nshort-name-mode = ""\n');
  });

  it('search registries give a drop-in with the list that is shown', () => {
    const files = rendered(
      image('    containerRuntimeSearchRegistries:\n    - reg1.io\n    - reg2.io\n    - reg3.io\n'),
    );
    expect(loadNode('', files.get(searchPath)).searchRegistries?.values).toEqual([
      'reg1.io',
      'reg2.io',
      'reg3.io',
    ]);
    expect(files.has(registriesPath)).toBe(false);
  });

  it('difference: the drop-in has double quotes and short-name-mode, where single quotes are shown', () => {
    const files = rendered(image('    containerRuntimeSearchRegistries:\n    - reg1.io\n'));
    expect(files.get(searchPath)).toBe('unqualified-search-registries = ["reg1.io"]\nshort-name-mode = ""\n');
  });

  it('content sources give the tables that are shown, in that order', () => {
    const rule = (source: string, ...mirrors: readonly string[]): string =>
      `  - mirrors: [${mirrors.join(', ')}]\n    source: ${source}\n`;
    const text = `apiVersion: operator.openshift.io/v1alpha1\nkind: ImageContentSourcePolicy\nmetadata:\n  name: ubi8repo\nspec:\n  repositoryDigestMirrors:\n${[
      rule(
        'registry.access.redhat.com/ubi8/ubi-minimal',
        'example.io/example/ubi-minimal',
        'example.com/example/ubi-minimal',
      ),
      rule('registry.redhat.io/openshift4', 'mirror.example.com/redhat'),
      rule('registry.redhat.io', 'mirror.example.com'),
      rule('registry.example.com/example/myimage', 'mirror.example.net/image'),
      rule('registry.example.com/example', 'mirror.example.net'),
      rule('registry.example.com', 'mirror.example.net/registry-example-com'),
    ].join('')}`;
    const mirrored = (location: string, ...mirrors: readonly string[]) => ({
      location,
      digestOnly: true,
      mirrors,
    });
    expect(tables(rendered(text))).toEqual([
      mirrored(
        'registry.access.redhat.com/ubi8/ubi-minimal',
        'example.io/example/ubi-minimal',
        'example.com/example/ubi-minimal',
      ),
      mirrored('registry.example.com', 'mirror.example.net/registry-example-com'),
      mirrored('registry.example.com/example', 'mirror.example.net'),
      mirrored('registry.example.com/example/myimage', 'mirror.example.net/image'),
      mirrored('registry.redhat.io', 'mirror.example.com'),
      mirrored('registry.redhat.io/openshift4', 'mirror.example.com/redhat'),
    ]);
  });

  describe('allowed registries', () => {
    const internal = 'image-registry.openshift-image-registry.svc:5000';
    const scopes = (entries: readonly string[]): readonly string[] => {
      const files = rendered(
        image(`    allowedRegistries:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`),
      );
      const policy = JSON.parse(files.get(policyPath)!);
      expect(policy.default).toEqual([{ type: 'reject' }]);
      expect(policy.transports.atomic).toEqual(policy.transports.docker);
      return Object.keys(policy.transports.docker);
    };

    it('give a policy that rejects all else, with each of them for both transports', () => {
      const entries = ['example.com', internal, 'quay.io', 'registry.redhat.io'];
      expect(scopes(entries)).toEqual(entries);
    });

    it('difference: the policy shown has insecure.com and reg4.io, which the list shown beside it lacks', () => {
      const shown = ['example.com', 'quay.io', 'registry.redhat.io', 'reg1.io/myrepo/myapp:latest', internal];
      expect(scopes(shown)).not.toContain('insecure.com');
      expect(scopes(shown)).toContain('reg1.io/myrepo/myapp:latest');
      expect(scopes(shown)).not.toContain('reg4.io/myrepo/myapp:latest');
    });

    it('difference: the policy is one line on 4.12, where it is shown indented', () => {
      const files = rendered(image('    allowedRegistries:\n    - quay.io\n'));
      expect(files.get(policyPath)).not.toContain('\n');
    });
  });
});
