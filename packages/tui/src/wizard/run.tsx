import process from 'node:process';
import { render } from 'ink';
import { exitCodes } from '../cli/exit.ts';
import { marksOf } from '../theme.ts';
import { App } from './app.tsx';
import {
  equivalentCommands,
  existingFiles,
  printedFiles,
  savePolicy,
  stampNow,
  writeFiles,
} from './deliver.ts';
import { firstField } from './machine.ts';
import { initialState, type Request, type WizardOptions, type WizardState } from './state.ts';

/** The wizard on the whole screen. Answers the exit code. */
export async function runWizard(options: WizardOptions & { readonly user?: string }): Promise<number> {
  let closing: { readonly text: string; readonly code: number } = { text: '', code: exitCodes.cancelled };
  const perform = async (request: Request, state: WizardState): Promise<string | null> => {
    if (request === 'quit') return null;
    if (request === 'print') {
      closing = { text: printedFiles(state), code: exitCodes.ok };
      return null;
    }
    const saved = await savePolicy(state);
    if (!saved.ok || request === 'save') return saved.lines.join('; ');
    const fresh =
      state.root === options.root ? state.existing : await existingFiles(state.root, options.user);
    if (typeof fresh === 'string') return fresh;
    const written = await writeFiles({ ...state, existing: fresh }, stampNow());
    if (!written.ok) return written.lines.join('; ');
    const card = [...saved.lines, ...written.lines, '', ...equivalentCommands(state)];
    closing = {
      text: `${card.map((line) => (line === '' ? '' : ` ${line}`)).join('\n')}\n`,
      code: exitCodes.ok,
    };
    return null;
  };
  const app = render(
    <App initial={firstField(initialState(options))} marks={marksOf()} perform={perform} />,
    {
      exitOnCtrlC: false,
      alternateScreen: true,
    },
  );
  await app.waitUntilExit();
  process.stdout.write(closing.text);
  return closing.code;
}
