import { shapedValues, shapeOf, stringOf } from '@mirrorwright/core';
import type { DocumentLink } from 'vscode-languageserver';
import { type DocumentView, withoutQuotes } from '../node/document-view.ts';
import { ruleCodes } from './rule-codes.ts';

/** Links to the pages of rules in suppressions, and to files of the node such as keys and certificates. */
export function documentLinks(view: DocumentView): DocumentLink[] {
  const pages = ruleCodes(view).map(({ code, span, docs }): DocumentLink => {
    return { range: view.lines.range(span), target: docs, tooltip: `The page of ${code}` };
  });
  return [...pages, ...fileLinks(view)];
}

function fileLinks(view: DocumentView): DocumentLink[] {
  const { document, uri } = view;
  if (!uri.startsWith('file:')) return [];
  const links: DocumentLink[] = [];
  for (const { node, shape, parent } of shapedValues(document.tree, shapeOf(document.dialect))) {
    const isFile =
      shape.kind === 'text' && (shape.file === true || (shape.names === 'authority' && parent !== undefined));
    const path = isFile ? stringOf(node) : undefined;
    if (path === undefined || !/^\/[^\0]+$/.test(path)) continue;
    const range = view.lines.range(withoutQuotes(document.source.text, node.span));
    links.push({
      range,
      target: `${rootOf(uri)}${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`,
      tooltip: 'Open the file',
    });
  }
  return links;
}

/** The root of the node that a file belongs to: what stands before its `/etc`, `/usr` or home folder. */
export function rootOf(uri: string): string {
  const place = /^(file:\/\/[^/]*(?:\/.*?)?)\/(?:etc|usr|var|root|home\/[^/]+)\/(?:.*\/)?[^/]+$/.exec(uri);
  return place?.[1] ?? 'file://';
}
