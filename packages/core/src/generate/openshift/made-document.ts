import type { Parsed } from '../../dialects/document.ts';
import type { OpenShiftModel } from '../../dialects/openshift/model.ts';
import { readOpenShift } from '../../dialects/openshift/read.ts';
import { sourceText } from '../../text/source.ts';
import type { GeneratedFile } from '../generated.ts';

const documents = new WeakMap<GeneratedFile, Parsed<OpenShiftModel>>();

/** A resource that was made, parsed once: it is rendered, judged and led back to the answers. */
export function madeDocument(file: GeneratedFile): Parsed<OpenShiftModel> {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const document = readOpenShift(file.path, sourceText(file.content));
  documents.set(file, document);
  return document;
}
