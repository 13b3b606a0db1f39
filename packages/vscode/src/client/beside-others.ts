import {
  type CompletionItem,
  type CompletionList,
  commands,
  type Hover,
  MarkdownString,
  type Position,
  type TextDocument,
} from 'vscode';
import type { Middleware } from 'vscode-languageclient';
import { notOffered, notSaid } from './once.ts';

type Asked = 'completion' | 'hover';

/**
 * Between the editor and the server: takes out of our answers what others answer as well. What they answer is asked of the
 * editor, as nothing else tells: their settings, their schemas and half-written text decide.
 */
export function besideOthers(isServedByOthers: (language: string) => boolean): Middleware {
  const asking = new Set<string>();
  const ask = async <T>(document: TextDocument, position: Position, what: Asked): Promise<T | undefined> => {
    const question = questionOf(document, position, what);
    asking.add(question);
    try {
      return await commands.executeCommand<T>(commandsOf[what], document.uri, position);
    } catch {
      return undefined;
    } finally {
      asking.delete(question);
    }
  };
  // the editor asks us too when it is asked for all answers: that one question has none
  const isOurs = (document: TextDocument, position: Position, what: Asked): boolean =>
    asking.delete(questionOf(document, position, what));
  return {
    provideCompletionItem: async (document, position, context, token, next) => {
      if (isOurs(document, position, 'completion')) return undefined;
      const own = await next(document, position, context, token);
      if (!own || token.isCancellationRequested || !isServedByOthers(document.languageId)) return own;
      const others = await ask<CompletionList>(document, position, 'completion');
      const items = others?.items ?? [];
      if (Array.isArray(own)) return notOffered<CompletionItem>(own, items);
      own.items = notOffered(own.items, items);
      return own;
    },
    provideHover: async (document, position, token, next) => {
      if (isOurs(document, position, 'hover')) return undefined;
      const own = await next(document, position, token);
      if (!own || token.isCancellationRequested || !isServedByOthers(document.languageId)) return own;
      const others = await ask<readonly Hover[]>(document, position, 'hover');
      const text = notSaid(textOf(own), (others ?? []).map(textOf));
      if (text === undefined) return undefined;
      own.contents = [new MarkdownString(text)];
      return own;
    },
  };
}

const commandsOf: Readonly<Record<Asked, string>> = {
  completion: 'vscode.executeCompletionItemProvider',
  hover: 'vscode.executeHoverProvider',
};

function questionOf(document: TextDocument, { line, character }: Position, what: Asked): string {
  return `${what} ${line}:${character} ${document.uri.toString()}`;
}

function textOf({ contents }: Hover): string {
  return contents.map((part) => (typeof part === 'string' ? part : part.value)).join('\n\n');
}
