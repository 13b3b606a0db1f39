import { CodeLensRefreshRequest } from 'vscode-languageserver';
import type { Diagnoser } from './diagnostics.ts';
import type { Session } from './session.ts';

/**
 * Asks a client that can do so to ask again: for diagnostics where it pulls them, and for the lenses and hints of the
 * documents that it shows. They depend on the settings, and on files beside the one that they stand in.
 */
export function refresher(session: Session): Diagnoser {
  const { connection, client, open } = session;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isMore = false;
  const refresh = (): void => {
    const shown = isMore;
    isMore = false;
    const wanted = [
      ...(client.pulls && client.refreshes ? [connection.languages.diagnostics.refresh()] : []),
      ...(shown && client.refreshesLenses ? [connection.sendRequest(CodeLensRefreshRequest.type)] : []),
      ...(shown && client.refreshesHints ? [connection.languages.inlayHint.refresh()] : []),
    ];
    // a client that refuses asks when it likes
    for (const one of wanted) one.catch(() => undefined);
  };
  return {
    changed: (what) => {
      // of the document that it changed itself a client asks again by itself
      isMore ||= what !== 'text' || open.uris().length > 1;
      clearTimeout(timer);
      timer = setTimeout(refresh, session.settings().debounce);
    },
    stop: () => clearTimeout(timer),
  };
}
