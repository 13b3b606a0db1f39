import { parseRelease, readResources, renderNodeFiles, sourceText } from '@mirrorwright/core';

interface OpenShiftCase {
  readonly input: string;
  readonly releaseImage?: string;
  readonly expected: readonly Group[];
}

interface Group {
  readonly releases: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly error?: string | null;
  readonly warnings?: readonly string[] | null;
  readonly nodeLoad: string;
}

/** What is wrong with a case of openshift.json, release by release. */
export function runOpenShiftCase({ input, releaseImage, expected }: OpenShiftCase): readonly string[] {
  const resources = readResources(sourceText(input));
  return expected.flatMap((group) =>
    group.releases.flatMap((name) => {
      const release = parseRelease(name);
      if (release === undefined) return [`${name}: unknown release`];
      const rendered = renderNodeFiles(resources, { release, ...(releaseImage && { releaseImage }) });
      return differences(group, rendered).map((line) => `${name}: ${line}`);
    }),
  );
}

function differences(group: Group, rendered: ReturnType<typeof renderNodeFiles>): readonly string[] {
  const wrong: string[] = [];
  const expect = (what: string, actual: unknown, wanted: unknown): void => {
    if (JSON.stringify(actual) !== JSON.stringify(wanted))
      wrong.push(`${what} is ${JSON.stringify(actual)}, expected ${JSON.stringify(wanted)}`);
  };
  expect('error', general(rendered.error ?? ''), general(group.error ?? ''));
  expect('warnings', rendered.warnings.map(general), (group.warnings ?? []).map(general));
  expect('files', [...rendered.files.keys()].sort(), Object.keys(group.files).sort());
  for (const [path, text] of Object.entries(group.files)) expect(path, rendered.files.get(path), text);
  expect('nodeLoad', rendered.nodeError === undefined, group.nodeLoad === 'ok');
  return wrong;
}

/** A message without quoted paths and the names of temporary files, and with any one of several failing scopes. */
function general(message: string): string {
  return message
    .replace(/"\/[^"]*"/g, '"PATH"')
    .replace(/\/tmp\/\S+/g, 'PATH')
    .replace(/(policy configured for the scope |policy scope |for scope )\S+/gi, '$1SCOPE');
}
