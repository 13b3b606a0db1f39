import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { viewOf } from '../testing/view.ts';
import { suppressAction } from './suppress-action.ts';

const options = { versioned: false, version: () => null };

function suppressed(path: string, text: string): string | undefined {
  const view = viewOf(path, text);
  const finding = view.node.findings().find(({ fatal }) => !fatal)!;
  const edits = suppressAction(view, finding, options)?.edit?.changes?.[view.uri];
  return edits && TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}

describe('ignoring a finding', () => {
  it('puts a comment above its line, indented and ended as the file is', () => {
    expect(
      suppressed(
        'registries.conf',
        '[[registry]]\r\n  prefix = "quay.io"\r\n  location = "YOUR-registry.example.com"\r\n',
      ),
    ).toMatch(/\r\n {2}# mirrorwright-ignore MW\d{3}: \r\n {2}/);
    expect(
      suppressed(
        'mirror-policy.yaml',
        'version: 1\nupstreams:\n  - registry: docker.io\n    insecure: true\n',
      ),
    ).toMatch(/\n {2,4}# mirrorwright-ignore MW\d{3}: \n/);
  });

  it('is not offered for what the reader refuses', () => {
    const view = viewOf('registries.conf', '[[registry]]\nlocation = "https://quay.io"\n');
    const fatal = view.node.findings().find((finding) => finding.fatal)!;
    expect(suppressAction(view, fatal, options)).toBeUndefined();
  });

  it('writes no comment into resources in JSON, but in the settings file', () => {
    const resource = {
      apiVersion: 'config.openshift.io/v1',
      kind: 'ImageDigestMirrorSet',
      metadata: { name: 'x' },
      spec: { imageDigestMirrors: [{ source: 'quay.io/a', mirrors: ['quay.io/a'] }] },
    };
    const view = viewOf('cluster/idms.json', JSON.stringify(resource, undefined, 2));
    const finding = view.node.findings().find(({ fatal }) => !fatal)!;
    const settingsFile = { uri: 'file:///mirrorwright.toml', text: '', folder: 'file://' };
    const action = suppressAction(view, finding, { ...options, settingsFile });
    expect(Object.keys(action?.edit?.changes ?? {})).toEqual([settingsFile.uri]);
  });

  it.each([
    ['mirror-policy.yaml', ''],
    ['registries.conf', '\ufeff[[registry]]\nlocation = "quay.io"\n'],
  ])('%s: %j hides what lies before the first statement with a comment for the file', (path, text) => {
    const written = suppressed(path, text)!.replace(': \n', ': a lab\n');
    const codes = (content: string) =>
      viewOf(path, content)
        .node.findings()
        .map(({ code }) => code);
    expect(codes(text)).toContain(/MW\d{3}/.exec(written)![0]);
    expect(codes(written)).toEqual(codes(text).slice(1));
  });
});
