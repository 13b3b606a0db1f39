import { CodeLensRefreshRequest, InlayHintRefreshRequest } from 'vscode-languageserver';
import type { Session } from './session.ts';

/** Asks the client to ask again for what it shows between the lines and in them. */
export interface Refresher {
  /** `typing`: in a document, for which the client asks by itself. */
  changed(what: 'typing' | 'world'): void;
  stop(): void;
}

/** Lenses and hints depend on other files of a node and on settings too, of which the client knows nothing. */
export function refresher({ connection, client, open, settings }: Session): Refresher {
  const { refreshesLenses, refreshesHints } = client;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    const types = [
      ...(refreshesLenses ? [CodeLensRefreshRequest.type] : []),
      ...(refreshesHints ? [InlayHintRefreshRequest.type] : []),
    ];
    for (const type of types) void connection.sendRequest(type).catch(() => undefined);
  };
  return {
    changed: (what) => {
      if (what === 'typing' && open.uris().length < 2) return;
      clearTimeout(timer);
      timer = setTimeout(ask, settings().debounce);
    },
    stop: () => clearTimeout(timer),
  };
}
