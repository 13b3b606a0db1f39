import { lintPolicy, readMirrorPolicy, rules, sourceText } from '@mirrorwright/core';
import { describe, expect, it } from 'vitest';
import {
  type Answers,
  noAnswers,
  placeProblem,
  policyText,
  projectProposal,
  questionsFor,
  type TrustChoice,
} from './answers.ts';

const answers: Answers = {
  ...noAnswers,
  targets: ['podman@5.8', 'openshift@4.16'],
  upstreams: ['docker.io', 'registry.access.redhat.com'],
  location: 'harbor.corp.example',
  style: 'harbor',
};

describe('a new mirror policy', () => {
  const choices: readonly (readonly TrustChoice[])[] = [
    [],
    ['only-mirror'],
    ['by-digest'],
    ['plain-http'],
    ['listed-only'],
  ];

  it.each(choices)('is one without errors, with %j', (...trust) => {
    for (const style of ['plain', 'by-source', 'harbor'] as const) {
      const text = policyText({ ...answers, style, trust });
      const { findings } = lintPolicy(readMirrorPolicy('mirror-policy.yaml', sourceText(text)), { rules });
      const own = findings
        .filter(({ severity }) => severity === 'error')
        .map(({ code, message }) => `${code} ${message}`);
      // two sources in one place do collide, and that is for the findings to say
      expect(style === 'plain' ? own.filter((line) => !/same|collide|MW71/.test(line)) : own).toEqual([]);
    }
  });

  it('says what was answered', () => {
    const text = policyText({
      ...answers,
      projects: new Map([['docker.io', 'hub']]),
      trust: ['only-mirror', 'listed-only'],
    });
    expect(text).toContain('project: hub');
    expect(text).toContain('project: registry-access-redhat');
    expect(text).toContain('fallback: block');
    expect(text).toContain('allowed: [docker.io, registry.access.redhat.com]');
  });

  it('asks for a project of each upstream, where the style has one', () => {
    expect(questionsFor(answers).map(({ id }) => id)).toEqual([
      'targets',
      'upstreams',
      'location',
      'style',
      'project',
      'project',
      'trust',
    ]);
    expect(questionsFor({ ...answers, style: 'plain' }).map(({ id }) => id)).not.toContain('project');
  });

  it.each([
    ['docker.io', 'docker'],
    ['*.corp.example', 'corp'],
    ['a.b.c:5000/x', 'a-b'],
  ])('proposes for %s the project %s', (upstream, project) =>
    expect(projectProposal(upstream)).toBe(project),
  );

  it.each([
    '',
    'https://a.example',
    'a b.example',
    'user@a.example',
    'plainname',
    'a.example/UPPER',
    '-a.example',
  ])('takes "%s" for no registry', (text) => expect(placeProblem(text)).toBeDefined());

  it.each(['quay.io', 'localhost:5000', 'localhost', '10.0.0.1:5000/x/y', '*.corp.example'])(
    'takes "%s"',
    (text) => expect(placeProblem(text)).toBeUndefined(),
  );
});
