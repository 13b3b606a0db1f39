import { defaultTarget, type MirrorStyle } from '@mirrorwright/core';
import { ViewColumn, window, workspace } from 'vscode';
import {
  type Answers,
  hasProject,
  noAnswers,
  placeProblem,
  policyText,
  projectProblem,
  projectProposal,
  type Question,
  questionsFor,
  styleExample,
  type TrustChoice,
  targetProblem,
} from './answers.ts';
import { askMany, askOne, askText, type StepResult, type StepView } from './steps.ts';

/** Asks what a mirror policy needs, one question after the other, and opens it as a new file. */
export async function newPolicy(): Promise<void> {
  const answers = await ask();
  if (answers === undefined) return;
  const document = await workspace.openTextDocument({ language: 'yaml', content: policyText(answers) });
  await window.showTextDocument(document, ViewColumn.Active);
}

async function ask(): Promise<Answers | undefined> {
  let answers: Answers = { ...noAnswers, targets: [defaultTarget.id] };
  for (let at = 0; ; ) {
    const questions = questionsFor(answers);
    const question = questions[at];
    if (question === undefined) return answers;
    const view = { title: 'New Mirror Configuration', step: at + 1, steps: questions.length };
    const result = await answer(question, answers, view);
    if (result.kind === 'left') return undefined;
    if (result.kind === 'back') at = Math.max(at - 1, 0);
    else {
      answers = result.value;
      at++;
    }
  }
}

function answer(question: Question, answers: Answers, view: StepView): Promise<StepResult<Answers>> {
  switch (question.id) {
    case 'targets':
      return askTargets(answers, view);
    case 'upstreams':
      return askUpstreams(answers, view);
    case 'location':
      return askLocation(answers, view);
    case 'style':
      return askStyle(answers, view);
    case 'project':
      return askProject(question.upstream, answers, view);
    case 'trust':
      return askTrust(answers, view);
  }
}

async function askTargets(answers: Answers, view: StepView): Promise<StepResult<Answers>> {
  const readers = [
    'podman@5.8',
    'cri-o@1.33',
    'openshift@4.16',
    'openshift@4.20',
    'buildah@1.43',
    'skopeo@1.22',
  ];
  return mapped(
    await askMany({
      ...view,
      placeholder: 'Who reads the files? Or type one: podman@4.9',
      items: readers.map((label) => ({ label })),
      chosen: answers.targets,
      problem: targetProblem,
    }),
    (targets) => ({ ...answers, targets }),
  );
}

/** Registries that most sites mirror. */
const wellKnown: readonly string[] = [
  'docker.io',
  'quay.io',
  'ghcr.io',
  'gcr.io',
  'registry.k8s.io',
  'registry.redhat.io',
  'registry.access.redhat.com',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'nvcr.io',
];

async function askUpstreams(answers: Answers, view: StepView): Promise<StepResult<Answers>> {
  return mapped(
    await askMany({
      ...view,
      placeholder: 'Registries to mirror; type another and press Enter',
      items: wellKnown.map((label) => ({ label })),
      chosen: answers.upstreams,
      problem: placeProblem,
    }),
    (upstreams) => ({ ...answers, upstreams }),
  );
}

async function askLocation(answers: Answers, view: StepView): Promise<StepResult<Answers>> {
  return mapped(
    await askText({
      ...view,
      prompt: 'Where is the mirror? Host, port and path, without https://',
      placeholder: 'cache.corp.example:5000',
      value: answers.location,
      problem: placeProblem,
    }),
    (location) => ({ ...answers, location }),
  );
}

const styles: readonly (readonly [MirrorStyle, string])[] = [
  ['plain', 'a mirror of one registry, or of paths that do not collide'],
  ['by-source', 'a folder for each source'],
  ['harbor', 'a proxy project of Harbor for each source'],
  ['nexus', 'a repository of Nexus for each source'],
  ['artifactory', 'a repository key of Artifactory for each source'],
  ['quay', 'an organisation of Quay for each source'],
];

async function askStyle(answers: Answers, view: StepView): Promise<StepResult<Answers>> {
  return mapped(
    await askOne({
      ...view,
      placeholder: 'How does the mirror lay out what it holds?',
      items: styles.map(([label, description]) => ({
        label,
        description,
        detail: styleExample(label, answers.location),
      })),
      chosen: answers.style,
    }),
    (label) => ({ ...answers, style: styles.find(([style]) => style === label)![0] }),
  );
}

async function askProject(upstream: string, answers: Answers, view: StepView): Promise<StepResult<Answers>> {
  return mapped(
    await askText({
      ...view,
      prompt: `What is the ${answers.style} project of ${upstream} called?`,
      placeholder: projectProposal(upstream),
      value: answers.projects.get(upstream) ?? projectProposal(upstream),
      problem: hasProject(answers.style) ? projectProblem : () => undefined,
    }),
    (project) => ({ ...answers, projects: new Map([...answers.projects, [upstream, project]]) }),
  );
}

const trustChoices: readonly (readonly [TrustChoice, string, string])[] = [
  ['only-mirror', 'Never ask the source', 'a pull fails when the mirror has not got the image'],
  ['by-digest', 'Mirror pulls by digest only', 'tags are asked of the source, which alone can move them'],
  ['plain-http', 'The mirror has no valid certificate', 'plain HTTP and unknown certificates are accepted'],
  ['listed-only', 'Allow these registries only', 'images of all others are refused'],
];

async function askTrust(answers: Answers, view: StepView): Promise<StepResult<Answers>> {
  const labelOf = (choice: TrustChoice): string => trustChoices.find(([id]) => id === choice)![1];
  return mapped(
    await askMany({
      ...view,
      placeholder: 'Whom to trust? None: the mirror, then the source',
      items: trustChoices.map(([, label, description]) => ({ label, description })),
      chosen: answers.trust.map(labelOf),
      mayBeEmpty: true,
    }),
    (labels) => ({
      ...answers,
      trust: trustChoices.filter(([, label]) => labels.includes(label)).map(([id]) => id),
    }),
  );
}

function mapped<A, B>(result: StepResult<A>, change: (value: A) => B): StepResult<B> {
  return result.kind === 'next' ? { kind: 'next', value: change(result.value) } : result;
}
