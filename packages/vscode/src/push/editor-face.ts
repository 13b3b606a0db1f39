import { hostname } from 'node:os';
import { openNode, receiptStore } from '@mirrorwright/io';
import { newPushId, type PushWorld } from '@mirrorwright/io/push';
import { env, type LogOutputChannel, ProgressLocation, window } from 'vscode';
import { reasonAgainst } from './actions/handler.ts';
import type { ChangeDocuments } from './documents.ts';
import type { PushFace } from './face.ts';
import type { PanelState } from './panel-state.ts';
import type { Person } from './person.ts';
import type { Secrets } from './secrets.ts';

/** What of the editor stays the same for all pushes. */
export interface EditorParts {
  readonly log: LogOutputChannel;
  readonly documents: ChangeDocuments;
  readonly secrets: Secrets;
  readonly onCancel: PanelState['onCancel'];
}

/** The world as it is, with questions to this person. */
export function editorWorld(person: Person, { secrets }: Pick<EditorParts, 'secrets'>): PushWorld {
  return {
    connect: (address) => secrets.using(address, person, (ask) => openNode(address, { ask })),
    receipts: receiptStore(),
    now: () => Date.now(),
    pushId: () => newPushId(new Date()),
  };
}

/** The editor as the flows see it. */
export function editorFace(
  person: Person,
  world: PushWorld,
  { log, documents, onCancel: onCommand }: EditorParts,
): PushFace {
  return {
    person,
    world,
    machine: machineWords(),
    reasonAgainst: () => reasonAgainst({ writes: true }),
    showChanges: documents.show,
    during: (title, run) =>
      Promise.resolve(
        window.withProgress(
          { location: ProgressLocation.Notification, title, cancellable: true },
          async (progress, token) => {
            const ends: (() => void)[] = [];
            const onCancel = (handler: () => void): void => {
              const pressed = token.onCancellationRequested(handler);
              ends.push(onCommand(handler), () => pressed.dispose());
            };
            try {
              return await run({ report: (message) => progress.report({ message }), onCancel });
            } finally {
              for (const end of ends) end();
            }
          },
        ),
      ),
    say: (level, text, actions = []) => {
      const labels = actions.map(({ label }) => label);
      const shown =
        level === 'info'
          ? window.showInformationMessage(text, ...labels)
          : level === 'warning'
            ? window.showWarningMessage(text, ...labels)
            : window.showErrorMessage(text, ...labels);
      log.info(text);
      void shown.then((chosen) => actions.find(({ label }) => label === chosen)?.run());
    },
    log: (text) => log.info(text),
  };
}

/** Extensions run where the files are, which may be another machine than the one that a person sits at. */
function machineWords(): string {
  const { remoteName } = env;
  return remoteName === undefined
    ? `this computer, ${hostname()}`
    : `${hostname()}, the remote machine of this window (${remoteName}). Passwords are asked for here and sent there in memory.`;
}
