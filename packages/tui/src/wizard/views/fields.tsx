import { neutralize } from '@mirrorwright/core';
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { type Marks, wrapped } from '../../theme.ts';
import { fieldAt } from '../focus.ts';
import { pageRows, windowOf } from '../rows.ts';
import type { WizardState } from '../state.ts';
import { pageOf } from '../steps/index.ts';
import { tones } from './tones.ts';

export interface FieldsProps {
  readonly state: WizardState;
  readonly marks: Marks;
  /** Characters and lines inside the border. */
  readonly width: number;
  readonly height: number;
}

/** The question and its fields, scrolled so that the one under the cursor is seen. */
export function FieldsView({ state, marks, width, height }: FieldsProps): ReactElement {
  const view = pageOf(state);
  const low = height < 10;
  const hint = low ? [] : wrapped(neutralize(fieldAt(state)?.hint ?? ''), width, 0).slice(0, 2);
  const question = wrapped(neutralize(view.question), width, 0).slice(0, low ? 1 : 3);
  const room = Math.max(3, height - question.length - hint.length - 3);
  const { rows, above, below } = windowOf(pageRows(state, view, marks, width), state.cursor, room);
  return (
    <Box flexDirection="column" height={height}>
      {question.map((line) => (
        <Text key={line} bold>
          {line}
        </Text>
      ))}
      <Text dimColor>{headLine(state, above, marks)}</Text>
      {rows.map(({ text, tone }, index) => (
        <Text key={index} wrap="truncate" {...tones[tone]}>
          {text}
        </Text>
      ))}
      <Text dimColor>{below > 0 ? `${marks.ellipsis} ${below} below` : ' '}</Text>
      <Box flexGrow={1} />
      {hint.map((line, index) => (
        <Text key={index} dimColor>
          {line === '' ? ' ' : line}
        </Text>
      ))}
    </Box>
  );
}

function headLine({ filter, filtering }: WizardState, above: number, { ellipsis }: Marks): string {
  if (filter !== null) return `/${filter}${filtering ? '_' : ' (esc shows all)'}`;
  return above > 0 ? `${ellipsis} ${above} above` : ' ';
}
