/** `node scripts/bench/render.ts`: renders OpenShift resources with many sources; medians, and growth against n log n. */
import { parseRelease, readResources, renderNodeFiles, sourceText } from '@mirrorwright/core';

const release = parseRelease('5.1')!;
const runs = 7;

function resources(count: number): ReturnType<typeof readResources> {
  const rules = Array.from({ length: count }, (_, index) => {
    const mirrors = [0, 1, 2, 3, 4].map((each) => `m${each}.corp.example/p${index}`);
    return `  - source: r${index}.corp.example/ns\n    mirrors: [${mirrors.join(', ')}]\n`;
  });
  const text = `apiVersion: config.openshift.io/v1\nkind: ImageDigestMirrorSet\nmetadata: {name: a}\nspec:\n  imageDigestMirrors:\n${rules.join('')}`;
  return readResources(sourceText(text));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

let base: number | undefined;
process.stdout.write('| sources | ms | per n log n, against the first |\n| ---: | ---: | ---: |\n');
for (const count of [500, 1000, 2000, 4000, 8000]) {
  const input = resources(count);
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    renderNodeFiles(input, { release });
    return performance.now() - started;
  });
  const each = median(times) / (count * Math.log2(count));
  base ??= each;
  process.stdout.write(`| ${count} | ${median(times).toFixed(1)} | ${(each / base).toFixed(2)} |\n`);
}
