import { neutralize } from '@mirrorwright/core';
import { Box, Text } from 'ink';
import type { ReactElement } from 'react';
import { cut, type Marks, truncateMiddle } from '../../theme.ts';
import { overlayText, viewKeys } from '../overlays.ts';
import { broken, diffLines, type Preview, previewLines, sideLines, tabsOf } from '../preview.ts';
import type { WizardState } from '../state.ts';
import { tones } from './tones.ts';

interface PaneProps {
  readonly state: WizardState;
  readonly marks: Marks;
  readonly width: number;
  readonly height: number;
}

/** From this width on both halves of the preview of a cluster stand beside each other. */
export const twoColumns = 110;

/** The resources of a cluster, and beside them the files that its nodes get of them. */
export function ClusterPanes({ state, marks, width, height }: PaneProps): ReactElement {
  return <Halves {...{ state, marks, width, height }} from={0} bottom={tabs(state)} />;
}

function Halves({ state, width, ...rest }: PaneProps & Pick<LinesProps, 'from' | 'bottom'>): ReactElement {
  const left = Math.ceil(width / 2);
  const resources = previewLines(state, 'resources');
  const nodes = previewLines(state, 'nodes');
  return (
    <Box>
      <Lines title={resources.target} lines={broken(resources.lines)} width={left} {...rest} />
      <Lines title={nodes.target} lines={broken(nodes.lines)} width={width - left} {...rest} bottom="" />
    </Box>
  );
}

/** The files as they would be; in Review the change to the file under the cursor. */
export function PreviewPane({ state, marks, width, height }: PaneProps): ReactElement {
  const review = state.page.step === 'review';
  const { target, lines } = review ? diffLines(state) : previewLines(state);
  const title = review ? target : `Preview: ${target}`;
  return <Lines {...{ title, marks, width, height }} lines={broken(lines)} from={0} bottom={tabs(state)} />;
}

/** The targets, the one that is shown in brackets; nothing where there is only one. */
function tabs(state: WizardState): string {
  const { names, at } = tabsOf(state);
  return names.length < 2 ? '' : names.map((name, index) => (index === at ? `[${name}]` : name)).join(' ');
}

interface LinesProps {
  readonly title: string;
  readonly lines: Preview['lines'];
  readonly marks: Marks;
  readonly width: number;
  readonly height: number;
  /** Index of the first line shown. */
  readonly from: number;
  /** A line at the lower edge, or ''. */
  readonly bottom: string;
}

function Lines({ title, lines, marks, width, height, from, bottom }: LinesProps): ReactElement {
  const inner = width - 4;
  const room = Math.max(1, height - 4 - (bottom === '' ? 0 : 1));
  const first = Math.min(from, Math.max(0, lines.length - 1));
  const shown = lines.slice(first, first + room);
  const below = lines.length - first - shown.length;
  return (
    <Box
      flexDirection="column"
      borderStyle={marks.border}
      paddingX={1}
      width={width}
      height={height}
      flexShrink={0}
    >
      <Text bold wrap="truncate">
        {truncateMiddle(neutralize(title), inner, marks.ellipsis)}
      </Text>
      {shown.map(({ text, tone }, index) => (
        <Text key={index} wrap="truncate" {...tones[tone]}>
          {tone === 'path' ? truncateMiddle(text, inner, marks.ellipsis) : cut(text, inner, marks) || ' '}
        </Text>
      ))}
      <Box flexGrow={1} />
      <Text dimColor>{below > 0 ? `${marks.ellipsis} ${below} more lines` : ' '}</Text>
      {bottom === '' ? null : (
        <Text dimColor wrap="truncate">
          {cut(bottom, inner, marks)}
        </Text>
      )}
    </Box>
  );
}

/** What lies over the whole screen. */
export function OverlayPane({ state, marks, width, height }: PaneProps): ReactElement {
  const { title, keys } = overlayText(state);
  const row = state.overlay === 'preview' && tabs(state) !== '' ? `${keys}  ${tabs(state)}` : keys;
  const halves = state.overlay === 'preview' && viewKeys(state) !== '' && width >= twoColumns;
  if (halves)
    return <Halves {...{ state, marks, width, height }} from={state.scroll} bottom={wideKeys(state)} />;
  return (
    <Lines
      {...{ title, marks, width, height }}
      lines={overlayLines(state, width)}
      from={state.scroll}
      bottom={row}
    />
  );
}

/** There is nothing to switch where both halves are seen. */
function wideKeys(state: WizardState): string {
  const keys = overlayText(state).keys.replace(viewKeys(state), '');
  return tabs(state) === '' ? keys : `${keys}  ${tabs(state)}`;
}

function overlayLines(state: WizardState, width: number): Preview['lines'] {
  if (state.overlay === 'sides') return sideLines(state, Math.floor((width - 7) / 2)).lines;
  if (state.overlay === 'preview')
    return broken((state.page.step === 'review' ? diffLines(state) : previewLines(state)).lines);
  return overlayText(state).lines.map((text) => ({ text: neutralize(text), tone: 'text' }));
}
