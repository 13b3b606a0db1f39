import type { RegistriesDocument } from '../runtimes/containers/config.ts';
import { remembered } from '../text/remembered.ts';
import type { Span } from '../text/span.ts';
import { remarkableTables } from './facts/notable-places.ts';

/** An endpoint for which a file switches the verification of TLS off. */
export interface InsecureEndpoint {
  readonly location: string;
  /** The value `true`, or the entry of a version 1 list. */
  readonly span: Span;
  readonly kind: 'registry' | 'mirror' | 'v1';
}

const known = remembered<RegistriesDocument, readonly InsecureEndpoint[]>();

/** All insecure endpoints of a file, in document order. */
export function insecureEndpoints(document: RegistriesDocument): readonly InsecureEndpoint[] {
  return known.get(document) ?? known.set(document, collect(document));
}

function collect(document: RegistriesDocument): readonly InsecureEndpoint[] {
  const found: InsecureEndpoint[] = [];
  for (const table of remarkableTables(document)) {
    const location = table.location?.value ?? table.prefix?.value ?? '';
    if (table.insecure?.value === true) found.push({ location, span: table.insecure.span, kind: 'registry' });
    for (const mirror of table.mirrors) {
      if (mirror.insecure?.value !== true) continue;
      found.push({ location: mirror.location?.value ?? '', span: mirror.insecure.span, kind: 'mirror' });
    }
  }
  for (const { value, span } of document.model.v1.insecure?.items ?? [])
    found.push({ location: value, span, kind: 'v1' });
  return found;
}
