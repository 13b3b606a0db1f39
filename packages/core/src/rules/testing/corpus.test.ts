import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultTarget } from '../../runtimes/containers/targets.ts';
import { groupFiles } from '../../snapshot/group.ts';
import { parseSnapshot } from '../../snapshot/parse.ts';
import { sharedFolder } from '../../testing/shared.ts';
import { type SourceText, sourceText } from '../../text/source.ts';
import { applyFixes } from '../fix.ts';
import { rules } from '../registry.ts';
import type { Finding } from '../rule.ts';
import { lint } from '../run.ts';

/** One real file of the shared corpus, with what its triage says. */
interface CorpusFile {
  readonly format: string;
  readonly file: string;
  readonly verdict: 'clean' | 'info' | 'warning' | 'error';
  readonly findings: readonly {
    readonly line: number;
    readonly rule: string;
    readonly severity: string;
    readonly reason: string;
  }[];
}

const pathOf: Readonly<Record<string, string>> = {
  'registries-conf': 'registries.conf',
  'policy-json': 'policy.json',
  'openshift-yaml': 'resources.yaml',
};

/** Where this project disagrees with the triage, which is made by rules and can be wrong: `file:line`, and why. */
const disagreements: ReadonlyMap<string, string> = new Map([
  [
    'registries-conf/oCh6Z__dotfiles__1.conf:74',
    'The entry of the list is marked, one line below its header.',
  ],
  [
    'registries-conf/openshift__oc-mirror__1.conf:4',
    'Two registries share the root of one mirror: right only while no repository of both has the same name.',
  ],
  [
    'openshift-yaml/openshift__api__3.yaml:5',
    'A scope of two parts with a tag makes nodes refuse the whole policy.json; the file is data for a test of the API.',
  ],
  [
    'openshift-yaml/openshift__api__4.yaml:5',
    'The same, in an allow list without the registries that the cluster itself needs.',
  ],
  [
    'openshift-yaml/openshift__oc__1.yaml:9',
    'Two rules for one source are merged, which is no mistake: told as info.',
  ],
]);

const folder = sharedFolder('corpus');
const files = folder === undefined ? [] : readIndex(folder);

function readIndex(from: string): readonly CorpusFile[] {
  const index = JSON.parse(readFileSync(join(from, 'index.json'), 'utf8')) as readonly CorpusFile[];
  return index.filter(({ format }) => Object.hasOwn(pathOf, format));
}

function snapshotsOf({ format, file }: CorpusFile): ReturnType<typeof groupFiles> {
  return groupFiles([{ path: pathOf[format]!, text: readFileSync(join(folder!, file), 'utf8') }]);
}

function judge(file: CorpusFile): { readonly source: SourceText; readonly serious: readonly Finding[] } {
  const nodes = snapshotsOf(file);
  const { findings } = lint({
    nodes: nodes.map((node) => parseSnapshot(node)),
    targets: [defaultTarget],
    rules,
  });
  const source = sourceText(nodes[0]!.files[0]!.text);
  return { source, serious: findings.filter(({ severity }) => severity !== 'info') };
}

describe.skipIf(folder === undefined)('real files', () => {
  it.each(files.filter(({ verdict }) => verdict === 'clean'))(
    'clean: $file gets no error and no warning',
    (file) => {
      const { source, serious } = judge(file);
      const agreed = serious.filter(
        ({ span }) => !disagreements.has(`${file.file}:${source.position(span.start).line}`),
      );
      expect(
        agreed.map(({ code, span, message }) => `${source.position(span.start).line} ${code} ${message}`),
      ).toEqual([]);
    },
  );

  it.each(files)(
    '$file: every triaged error and warning has a finding of at least warning on its line',
    (file) => {
      const { source, serious } = judge(file);
      const lines = new Set(serious.flatMap(({ span }) => linesOf(source, span)));
      const missed = file.findings.filter(
        ({ line, severity }) =>
          severity !== 'info' && !lines.has(line) && !disagreements.has(`${file.file}:${line}`),
      );
      expect(missed.map(({ line, rule, reason }) => `${line} ${rule} ${reason}`)).toEqual([]);
    },
  );

  it.each(files)('$file can be fixed, and then there is nothing left to fix', (file) => {
    const nodes = snapshotsOf(file);
    const once = applyFixes({ nodes, targets: [defaultTarget], rules, level: 'review' });
    const twice = applyFixes({ nodes: once.nodes, targets: [defaultTarget], rules, level: 'review' });
    expect(twice.applied).toEqual([]);
  });
});

function linesOf(
  source: SourceText,
  { start, end }: { readonly start: number; readonly end: number },
): readonly number[] {
  const first = source.position(start).line;
  const last = source.position(Math.max(start, end - 1)).line;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
