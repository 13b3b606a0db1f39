import { describe, expect, test } from 'vitest';
import { planIdOf, writePlan } from './canonical.ts';
import { readPlan } from './read.ts';
import { planned, planOf } from './testing/node.ts';

const plan = planOf(planned({}));
const text = writePlan(plan);

function refusal(content: string): string {
  const result = readPlan('plan.json', content);
  return result.ok ? 'taken' : result.message;
}

/** The plan changed by somebody who also mends its id. */
function forged(
  change: (json: Record<string, unknown> & { nodes: Record<string, never>[] }) => void,
): string {
  const json = JSON.parse(text);
  change(json);
  const { mirrorwright, id: _, ...content } = json;
  return JSON.stringify({ mirrorwright, id: planIdOf(content), ...content });
}

describe('a plan file', () => {
  test('gives back the plan and its id', () => {
    const result = readPlan('plan.json', text);
    expect(result).toEqual({ ok: true, plan, id: planIdOf(plan) });
  });

  test('has the same id however it is laid out', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : value !== null && typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, reversed(inner)]),
            )
          : value;
    expect(refusal(JSON.stringify(reversed(JSON.parse(text))))).toBe('taken');
  });

  test('that was changed is refused by its id', () => {
    expect(refusal(text.replaceAll('cache.corp.example', 'evil.corp.example'))).toContain(
      'was changed after it was made',
    );
    expect(refusal(text.replace(/"path": "[^"]*"/, '"path": "/etc/containers/policy.json"'))).toContain(
      'was changed',
    );
  });

  test.each([
    ['an unknown key', forged((json) => Object.assign(json, { command: 'reboot' })), 'unknown key "command"'],
    [
      'a command in a node',
      forged((json) => Object.assign(json.nodes[0]!, { script: 'x' })),
      'unknown key "script"',
    ],
    ['another version', forged((json) => Object.assign(json, { version: 2 })), '"version" must be 1'],
    ['a prototype', text.replace('"version"', '"__proto__": {"x": 1}, "version"'), 'unknown key "__proto__"'],
    ['a key twice', text.replace('"version": 1', '"version": 1, "version": 1'), 'version'],
    ['a relative path', text.replaceAll('"/etc/containers/', '"etc/containers/'), 'absolute path'],
    ['a line in a path', text.replaceAll('50-mirrors', 'a\\nb'), 'control character'],
    ['a climbing path', text.replaceAll('/registries.conf.d/', '/../'), 'shortest form'],
    [
      'a mode with setuid',
      text.replace(/"mode": \d+/, '"mode": 2541'),
      '"nodes[0].destinations[0].mode" must be from 0 to 511',
    ],
    ['no JSON', 'plan: 1', 'is not a plan file'],
    ['another file', '{"mirrorwright": "nodes"}', 'must be plan'],
    ['half of it', text.slice(0, text.length / 2), 'is not a plan file'],
    ['nothing', '', 'is not a plan file'],
  ])('with %s is refused, and the place is named', (_, content, message) => {
    expect(refusal(content)).toContain(message);
    expect(refusal(content)).toMatch(/^plan\.json:\d+:\d+ /);
  });

  test('with edits that overlap, or a node or a file twice, is refused', () => {
    const twice = (key: 'nodes' | 'destinations') =>
      forged((json) => {
        const list =
          key === 'nodes' ? json.nodes : (json.nodes[0] as unknown as Record<string, unknown[]>)[key]!;
        list.push(structuredClone(list[0]!) as never);
      });
    expect(refusal(twice('nodes'))).toContain('is in it twice');
    expect(refusal(twice('destinations'))).toContain('is in it twice');
    const overlap = forged((json) => {
      const [first] = (json.nodes[0] as unknown as { destinations: { edits: unknown[] }[] }).destinations;
      first!.edits.push({ start: 0, end: 5, text: '' }, { start: 3, end: 8, text: '' });
    });
    expect(refusal(overlap)).toContain('overlap');
  });

  test('of hostile size is refused without being read', () => {
    expect(refusal(`${text}${' '.repeat(17 * 1024 * 1024)}`)).toContain('too large');
    expect(refusal('['.repeat(1_000_000))).toContain('is not a plan file');
  });
});
