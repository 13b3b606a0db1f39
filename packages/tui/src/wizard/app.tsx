import { Box, Text, useApp, useInput, usePaste, useWindowSize } from 'ink';
import { type ReactElement, useEffect, useReducer } from 'react';
import { footerKeys } from '../keys.ts';
import { type KeyPress, pasted, pressed } from '../presses.ts';
import type { Marks } from '../theme.ts';
import type { WizardEvent } from './events.ts';
import { reduce } from './machine.ts';
import type { Request, WizardState } from './state.ts';
import { FieldsView } from './views/fields.tsx';
import { OverlayPane, PreviewPane } from './views/panes.tsx';
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
      <Footer state={state} />
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
  const wide = width >= 110;
  if (!wide) return <Narrow {...{ state, marks, width, height }} />;
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
        {state.policyPath} ({saved ? 'saved' : 'not saved'}) ? keys
      </Text>
    </Box>
  );
}

function Footer({ state }: { readonly state: WizardState }): ReactElement {
  const typing = state.filtering
    ? 'enter keep the filter  esc show all'
    : 'enter accept  esc cancel  tab accept and go on';
  const keys = state.draft === null && !state.filtering ? footerKeys(state) : typing;
  return (
    <Box flexDirection="column">
      <Text wrap="truncate" color="yellow">
        {state.message ?? ' '}
      </Text>
      <Text wrap="truncate" dimColor>
        {state.overlay === null ? keys : ' '}
      </Text>
    </Box>
  );
}
