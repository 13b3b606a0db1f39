import { neutralize } from '@mirrorwright/core';
import { Box, Text, useApp, useInput, usePaste, useWindowSize } from 'ink';
import { type ReactElement, useEffect, useReducer } from 'react';
import { footerKeys } from '../keys.ts';
import { type KeyPress, pasted, pressed } from '../presses.ts';
import { cut, type Marks } from '../theme.ts';
import type { WizardEvent } from './events.ts';
import { reduce } from './machine.ts';
import { shownCluster } from './preview.ts';
import type { Request, WizardState } from './state.ts';
import { FieldsView } from './views/fields.tsx';
import { ClusterPanes, OverlayPane, PreviewPane, twoColumns } from './views/panes.tsx';
import { CrumbsView, RailView, railWidth } from './views/rail.tsx';

/** Gives the terminal away while something else uses it. */
export type Suspend = (use: () => Promise<void>) => Promise<void>;

export interface AppProps {
  readonly initial: WizardState;
  readonly marks: Marks;
  /** Carries out a request; answers an event, or null when the wizard is over. */
  readonly perform: (request: Request, state: WizardState, suspend: Suspend) => Promise<WizardEvent | null>;
  /** Told of every state, so that answers outlive the program. */
  readonly remember: (state: WizardState) => void;
}

type Happening =
  | WizardEvent
  | { readonly input: string; readonly key: KeyPress }
  | { readonly pasted: string };

function step(state: WizardState, happening: Happening): WizardState {
  if ('type' in happening) return reduce(state, happening);
  if ('pasted' in happening) return pasted(state, happening.pasted);
  return pressed(state, happening.input, happening.key);
}

/** The full-screen face of the machine: keys in, a picture of the state out. */
export function App({ initial, marks, perform, remember }: AppProps): ReactElement {
  const [state, dispatch] = useReducer(step, initial);
  const { exit, suspendTerminal } = useApp();
  const { columns: width, rows: height } = useWindowSize();
  useInput((input, key) => dispatch({ input, key }));
  usePaste((text) => dispatch({ pasted: text }));
  useEffect(() => remember(state), [state, remember]);
  const { request } = state;
  // a request is carried out once, with the state it came with
  useEffect(() => {
    if (request === null) return;
    perform(request, state, (use) => suspendTerminal(use)).then(
      (event) => {
        if (event === null) exit();
        else dispatch(event);
      },
      (error: unknown) => exit(error instanceof Error ? error : new Error(String(error))),
    );
  }, [request]);
  const size = { state, marks, width, height: height - 3 };
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Header state={state} />
      {state.overlay === null ? <Main {...size} /> : <OverlayPane {...size} />}
      <Footer state={state} marks={marks} width={width} />
    </Box>
  );
}

interface MainProps {
  readonly state: WizardState;
  readonly marks: Marks;
  readonly width: number;
  readonly height: number;
}

/** Steps, question and preview beside each other; on a narrow screen the question alone, in Review with the change below. */
function Main({ state, marks, width, height }: MainProps): ReactElement {
  const wide = width >= twoColumns;
  if (!wide) return <Narrow {...{ state, marks, width, height }} />;
  const halves = shownCluster(state) !== undefined && state.page.step !== 'review';
  if (halves && height >= twoRows) return <Tall {...{ state, marks, width, height }} />;
  const preview = Math.floor((width - railWidth) * 0.48);
  const middle = width - railWidth - preview;
  return (
    <Box height={height}>
      <RailView state={state} marks={marks} />
      <Box flexDirection="column" borderStyle={marks.border} paddingX={1} width={middle}>
        <FieldsView state={state} marks={marks} width={middle - 4} height={height - 2} />
      </Box>
      <PreviewPane state={state} marks={marks} width={preview} height={height} />
    </Box>
  );
}

/** From this height on there is room for both halves of the preview of a cluster below the question. */
const twoRows = 27;

function Tall({ state, marks, width, height }: MainProps): ReactElement {
  const upper = Math.max(16, Math.floor(height / 2));
  const middle = width - railWidth;
  return (
    <Box flexDirection="column" height={height}>
      <Box height={upper}>
        <RailView state={state} marks={marks} />
        <Box flexDirection="column" borderStyle={marks.border} paddingX={1} width={middle}>
          <FieldsView state={state} marks={marks} width={middle - 4} height={upper - 2} />
        </Box>
      </Box>
      <ClusterPanes state={state} marks={marks} width={width} height={height - upper} />
    </Box>
  );
}

function Narrow({ state, marks, width, height }: MainProps): ReactElement {
  const review = state.page.step === 'review';
  const upper = review ? Math.ceil(height / 2) : height - 1;
  return (
    <Box flexDirection="column" height={height}>
      <CrumbsView state={state} marks={marks} />
      <Box flexDirection="column" borderStyle={marks.border} paddingX={1} height={upper} flexShrink={0}>
        <FieldsView state={state} marks={marks} width={width - 4} height={upper - 2} />
      </Box>
      {review ? <PreviewPane state={state} marks={marks} width={width} height={height - 1 - upper} /> : null}
    </Box>
  );
}

function Header({ state }: { readonly state: WizardState }): ReactElement {
  const saved = state.policy.source.text === state.savedText;
  return (
    <Box>
      <Text bold>mirrorwright</Text>
      <Box flexGrow={1} />
      <Text dimColor wrap="truncate-start">
        {neutralize(state.policyPath)} ({saved ? 'saved' : 'not saved'}) ? keys
      </Text>
    </Box>
  );
}

function Footer({ state, marks, width }: Omit<MainProps, 'height'>): ReactElement {
  const typing = state.filtering
    ? 'enter keep the filter  esc show all'
    : 'enter accept  esc cancel  tab accept and go on';
  const keys = state.draft === null && !state.filtering ? footerKeys(state, width) : typing;
  return (
    <Box flexDirection="column">
      <Text wrap="truncate" color="yellow">
        {cut(neutralize(state.message ?? ' '), width, marks)}
      </Text>
      <Text wrap="truncate" dimColor>
        {state.overlay === null ? cut(keys, width, marks) : ' '}
      </Text>
    </Box>
  );
}
