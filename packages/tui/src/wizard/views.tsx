import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { keyTable } from '../keys.ts';
import { type Marks, truncateMiddle } from '../theme.ts';
import type { Field, NoteField } from './fields.ts';
import { explainLines, previewLines } from './preview.ts';
import { derive, stepIds, type WizardState } from './state.ts';
import { stepTitles } from './steps.ts';

interface Props {
  readonly state: WizardState;
  readonly marks: Marks;
}

interface SizedProps extends Props {
  readonly width: number;
  readonly height: number;
}

function counts(state: WizardState): string {
  const { findings } = derive(state);
  const number = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return `${number('error')} errors, ${number('warning')} warnings`;
}

export function RailView({ state, marks }: Props): ReactElement {
  const at = stepIds.indexOf(state.page.step);
  return (
    <Box flexDirection="column" borderStyle={marks.border} paddingX={1} width={26} flexShrink={0}>
      {stepIds.map((id, index) => (
        <Text key={id} bold={index === at} wrap="truncate">
          {index < at ? marks.done : index === at ? marks.here : ' '} {index + 1} {stepTitles[id]}
        </Text>
      ))}
      <Text> </Text>
      <Text wrap="wrap">{counts(state)}</Text>
    </Box>
  );
}

export function CrumbsView({ state, marks }: Props): ReactElement {
  const at = stepIds.indexOf(state.page.step);
  const trail = stepIds.slice(Math.max(0, at - 2), at + 1).map((id) => stepTitles[id]);
  return (
    <Text wrap="truncate">
      {trail.join(marks.between)} ({at + 1}/{stepIds.length}) {counts(state)}
    </Text>
  );
}

const tones: Readonly<
  Record<NoteField['tone'], { readonly color?: string; readonly dimColor?: boolean; readonly bold?: boolean }>
> = {
  plain: { bold: true },
  muted: { dimColor: true },
  error: { color: 'red' },
  warning: { color: 'yellow' },
  info: { color: 'green' },
  added: { color: 'green' },
  removed: { color: 'red' },
};

/** The window of fields around the cursor. */
export function FieldsView({
  state,
  fields,
  marks,
  rows,
}: Props & { readonly fields: readonly Field[]; readonly rows: number }): ReactElement {
  const shown = Math.max(3, rows - 2);
  const from = Math.max(0, Math.min(state.cursor - Math.floor(shown / 2), fields.length - shown));
  const window = fields.slice(from, from + shown);
  const current = fields[state.cursor];
  return (
    <Box flexDirection="column" flexGrow={1}>
      <Text dimColor>{from > 0 ? `${marks.ellipsis} ${from} above` : ' '}</Text>
      {window.map((field, index) => (
        <FieldLine
          key={`${from + index} ${field.id}`}
          field={field}
          here={from + index === state.cursor}
          draft={state.draft}
          marks={marks}
        />
      ))}
      {from + shown < fields.length ? (
        <Text dimColor>{`${marks.ellipsis} ${fields.length - from - shown} below`}</Text>
      ) : null}
      <Box flexGrow={1} />
      <Text dimColor wrap="truncate">
        {current?.hint ?? ' '}
      </Text>
    </Box>
  );
}

function FieldLine({
  field,
  here,
  draft,
  marks,
}: {
  readonly field: Field;
  readonly here: boolean;
  readonly draft: string | null;
  readonly marks: Marks;
}): ReactElement {
  const cursor = here ? marks.cursor : ' ';
  if (field.kind === 'note') {
    return (
      <Text wrap="truncate" {...tones[field.tone]}>
        {cursor} {field.label}
      </Text>
    );
  }
  return (
    <Text wrap="truncate" bold={here}>
      {cursor} {lineOf(field, here ? draft : null, marks)}
    </Text>
  );
}

/** A field as one line of text. */
export function lineOf(field: Field, draft: string | null, marks: Marks): string {
  switch (field.kind) {
    case 'toggle':
      return `${field.checked ? marks.on : marks.off} ${field.label}${field.hint === undefined ? '' : `   ${field.hint}`}`;
    case 'choice':
      return `${field.label}: ${field.options.find(({ value }) => value === field.value)?.label ?? field.value}`;
    case 'text':
      if (draft !== null) return `${field.label}: ${draft}_`;
      return `${field.label}: ${field.value === '' ? `(${field.placeholder})` : field.value}`;
    case 'open':
      return `${field.label}${field.hint === undefined ? '' : `   ${field.hint}`}`;
    case 'action':
      return `${marks.here} ${field.label}`;
    case 'note':
      return field.label;
  }
}

export function PreviewView({
  state,
  marks,
  width,
  rows,
}: Props & { readonly width: number; readonly rows: number }): ReactElement {
  const { target, lines } = previewLines(state);
  const inner = width - 4;
  return (
    <Box flexDirection="column" borderStyle={marks.border} paddingX={1} width={width} flexShrink={0}>
      <Text bold wrap="truncate">
        Preview: {target}
      </Text>
      {lines.slice(0, rows - 1).map(({ text, tone }, index) => (
        <Text
          key={index}
          wrap="truncate"
          bold={tone === 'path'}
          {...(tone === 'loss' && { color: 'yellow' })}
        >
          {tone === 'path' ? truncateMiddle(text, inner, marks.ellipsis) : text || ' '}
        </Text>
      ))}
      {lines.length > rows - 1 ? (
        <Text dimColor>{`${marks.ellipsis} ${lines.length - rows + 1} more lines`}</Text>
      ) : null}
    </Box>
  );
}

export function OverlayView({ state, marks, width, height }: SizedProps): ReactElement {
  if (state.overlay === 'preview')
    return <PreviewView state={state} marks={marks} width={width} rows={height - 6} />;
  return (
    <Box flexDirection="column" borderStyle={marks.border} paddingX={1} flexGrow={1} width={width}>
      {overlayLines(state)
        .slice(0, height - 6)
        .map((line, index) => (
          <Text key={index} wrap="truncate">
            {line === '' ? ' ' : line}
          </Text>
        ))}
    </Box>
  );
}

function overlayLines(state: WizardState): readonly string[] {
  if (state.overlay === 'help')
    return ['Keys (esc closes)', '', ...keyTable.map(({ keys, what }) => `${keys.padEnd(16)} ${what}`)];
  if (state.overlay === 'explain')
    return [`explain: ${state.explained}_`, '(type a reference; esc closes)', '', ...explainLines(state)];
  return [
    'Leave the wizard?',
    '',
    'Nothing is written unless you save or write it in the last step.',
    'ctrl+c again leaves, ctrl+s saves the policy, esc stays.',
  ];
}
