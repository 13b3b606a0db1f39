import { docsAddress, rules, type Span } from '@mirrorwright/core';
import type { DocumentView } from '../node/document-view.ts';

/** A rule's code inside a suppression. */
export interface RuleCode {
  readonly code: string;
  readonly span: Span;
  /** Address of the rule's page. */
  readonly docs: string;
}

const known = new Map(rules.map(({ meta }) => [meta.code as string, meta.code]));

/** The codes of rules in the suppressing comments of a document. */
export function ruleCodes({ document }: DocumentView): readonly RuleCode[] {
  if (!document.source.text.includes('mirrorwright-ignore')) return [];
  return document.tree.comments.flatMap(({ span }) => {
    const text = document.source.slice(span);
    const head = /^#+[ \t]*mirrorwright-ignore(?:-file)?[ \t]+([^:]*)/.exec(text);
    if (head === null) return [];
    const at = span.start + head[0].length - head[1]!.length;
    return [...head[1]!.matchAll(/MW\d{3}/g)].flatMap((match) => {
      const code = known.get(match[0]);
      const start = at + match.index;
      return code === undefined
        ? []
        : [{ code, span: { start, end: start + code.length }, docs: docsAddress(code) }];
    });
  });
}

export function ruleCodeAt(view: DocumentView, offset: number): RuleCode | undefined {
  return ruleCodes(view).find(({ span }) => span.start <= offset && offset <= span.end);
}
