import { Box, Text, useApp, useInput, useWindowSize } from 'ink';
import { type ReactElement, useEffect, useReducer } from 'react';
import { eventOf } from '../keys.ts';
import type { Marks } from '../theme.ts';
import { reduce } from './machine.ts';
import type { Request, WizardState } from './state.ts';
import { pageOf } from './steps.ts';
import { CrumbsView, FieldsView, OverlayView, PreviewView, RailView } from './views.tsx';

export interface AppProps {
  readonly initial: WizardState;
  readonly marks: Marks;
  /** Carries out a request; answers what to say, or null when the wizard is over. */
  readonly perform: (request: Request, state: WizardState) => Promise<string | null>;
}

/** The full-screen face of the machine: keys in, a picture of the state out. */
export function App({ initial, marks, perform }: AppProps): ReactElement {
  const [state, dispatch] = useReducer(reduce, initial);
  const { exit } = useApp();
  const { columns: width, rows: height } = useWindowSize();
  const typing = state.draft !== null || state.overlay === 'explain';
  useInput((input, key) => {
    const event = eventOf(input, key, typing);
    if (event !== undefined) dispatch(event);
  });
  useEffect(() => {
    if (state.request === null) return;
    perform(state.request, state).then(
      (message) => {
        if (message === null) exit();
        else dispatch({ type: 'answered', message });
      },
      (error: unknown) => exit(error instanceof Error ? error : new Error(String(error))),
    );
  }, [state, perform, exit]);
  return (
    <Box flexDirection="column" width={width} height={height}>
      {state.overlay === null ? (
        <Main state={state} marks={marks} width={width} height={height} />
      ) : (
        <OverlayView state={state} marks={marks} width={width} height={height} />
      )}
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

function Main({ state, marks, width, height }: MainProps): ReactElement {
  const view = pageOf(state);
  const wide = width >= 110;
  const rows = height - (wide ? 7 : 8);
  const preview = wide ? Math.floor((width - 26) * 0.45) : 0;
  return (
    <Box flexDirection="column" flexGrow={1}>
      {wide ? null : <CrumbsView state={state} marks={marks} />}
      <Box flexGrow={1}>
        {wide ? <RailView state={state} marks={marks} /> : null}
        <Box flexDirection="column" borderStyle={marks.border} paddingX={1} flexGrow={1}>
          <Text bold wrap="truncate">
            {view.question}
          </Text>
          <FieldsView state={state} fields={view.fields} marks={marks} rows={rows} />
        </Box>
        {wide ? <PreviewView state={state} marks={marks} width={preview} rows={rows + 1} /> : null}
      </Box>
    </Box>
  );
}

function Footer({ state }: { readonly state: WizardState }): ReactElement {
  const keys =
    state.draft === null
      ? 'enter change  tab next  shift+tab back  d delete  J/K reorder  e explain  p preview  ? keys'
      : 'enter accept  esc cancel  tab accept and go on';
  return (
    <Box flexDirection="column">
      <Text wrap="truncate" color="yellow">
        {state.message ?? ' '}
      </Text>
      <Text wrap="truncate" dimColor>
        {keys}
      </Text>
    </Box>
  );
}
