import { neutralize } from '@mirrorwright/core';
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import type { Marks } from '../../theme.ts';
import { derive } from '../derive.ts';
import { type StepId, stepIds, type WizardState } from '../state.ts';
import { stepTitles } from '../steps/index.ts';

interface Props {
  readonly state: WizardState;
  readonly marks: Marks;
}

export const railWidth = 28;

/** The steps, what was answered, and how much is wrong. */
export function RailView({ state, marks }: Props): ReactElement {
  return (
    <Box flexDirection="column" borderStyle={marks.border} paddingX={1} width={railWidth} flexShrink={0}>
      {stepIds.map((id, index) => (
        <Text key={id} bold={id === state.page.step} wrap="truncate">
          {stepMark(state, id, marks)} {index + 1} {stepTitles[id]}
          <Text dimColor>{neutralize(summary(state, id))}</Text>
        </Text>
      ))}
      <Text> </Text>
      <Text wrap="wrap">{counts(state)}</Text>
      {state.given.length > 0 ? <Text dimColor>{marks.given} from --answers</Text> : null}
    </Box>
  );
}

/** The way here, in one line. */
export function CrumbsView({ state, marks }: Props): ReactElement {
  const at = stepIds.indexOf(state.page.step);
  const trail = stepIds.slice(Math.max(0, at - 2), at + 1).map((id) => stepTitles[id]);
  return (
    <Text wrap="truncate">
      {trail.join(marks.between)} ({at + 1}/{stepIds.length}) {counts(state)}
    </Text>
  );
}

function stepMark(state: WizardState, id: StepId, marks: Marks): string {
  const at = stepIds.indexOf(state.page.step);
  if (id === state.page.step) return marks.here;
  if (state.given.includes(id)) return marks.given;
  return stepIds.indexOf(id) < at ? marks.done : ' ';
}

/** What was answered, in a word. */
function summary({ policy }: WizardState, id: StepId): string {
  const { targets, upstreams } = policy.model;
  const words = (first: string | undefined, count: number): string =>
    first === undefined ? '' : count === 1 ? `  ${first}` : `  ${first} +${count - 1}`;
  if (id === 'targets') return words(targets[0]?.value.split('@')[0], targets.length);
  if (id === 'upstreams') return words(upstreams[0]?.registry?.value, upstreams.length);
  const mirrors = upstreams.reduce((sum, upstream) => sum + upstream.mirrors.length, 0);
  return id === 'mirrors' && mirrors > 0 ? `  ${mirrors}` : '';
}

function counts(state: WizardState): string {
  const { findings } = derive(state);
  const number = (severity: string, noun: string): string => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
  };
  return `${number('error', 'error')}, ${number('warning', 'warning')}`;
}
