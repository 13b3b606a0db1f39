import type { Origin } from '../../model/provenance.ts';
import type { Target } from '../../model/target.ts';
import type { Span } from '../../text/span.ts';
import type { LoadError, RegistriesDocument } from './config.ts';

/** What the checks of one file work with: the file, its reader, and where errors go. */
export interface ErrorSink {
  readonly document: RegistriesDocument;
  readonly target: Target;
  /** How many errors there are so far. */
  count(): number;
  add(condition: LoadError['condition'], span: Span, message: string, more?: ErrorDetails): void;
}

export interface ErrorDetails {
  readonly value?: string;
  readonly related?: { readonly span: Span; readonly message: string };
}

/** Collects the errors of one file into `into`. */
export function errorSink(document: RegistriesDocument, target: Target, into: LoadError[]): ErrorSink {
  const origin = (span: Span): Origin => ({ path: document.path, span });
  return {
    document,
    target,
    count: () => into.length,
    add: (condition, span, message, { value, related } = {}) => {
      into.push({
        condition,
        message,
        origin: origin(span),
        ...(value !== undefined && { value }),
        ...(related !== undefined && {
          related: [{ origin: origin(related.span), message: related.message }],
        }),
      });
    },
  };
}
