import { type Finding, neutralize, type Severity } from '@mirrorwright/core';
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver';
import { type DocumentView, locationOf } from '../node/document-view.ts';

/** What the client can show. */
export interface DiagnosticOptions {
  readonly related: boolean;
  readonly links: boolean;
  readonly tags: boolean;
  /** Languages whose syntax another program judges: that is not told twice. */
  readonly servedByOthers: ReadonlySet<string>;
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Rules that say no more than what any program for the language says too. */
const syntaxRules: ReadonlySet<string> = new Set([
  'toml-syntax',
  'duplicate-key',
  'mirror-policy-syntax',
  'policy-syntax',
]);

/** Text without effect: shown faded. */
const unnecessary: ReadonlySet<string> = new Set([
  'duplicate-prefix',
  'repeated-endpoint',
  'repeated-list-entry',
  'repeated-policy-entry',
  'repeated-upstream',
  'unused-suppression',
  'image-policy-shadowed',
]);

/** Forms that have a successor: shown struck through. */
const deprecated: ReadonlySet<string> = new Set([
  'v1-format',
  'v1-in-drop-in',
  'content-source-policy-deprecated',
  'retired-host',
]);

/** What is found in one document of the node. */
export function findingsOf(
  view: DocumentView,
  options: Pick<DiagnosticOptions, 'servedByOthers'>,
): readonly Finding[] {
  const { path } = view.document;
  const served = options.servedByOthers.has(view.languageId);
  return view.node
    .findings()
    .filter((finding) => finding.path === path && !(served && syntaxRules.has(finding.rule)));
}

/** The diagnostics of one document. */
export function diagnostics(view: DocumentView, options: DiagnosticOptions): Diagnostic[] {
  return findingsOf(view, options).map((finding) => toDiagnostic(view, finding, options));
}

export function toDiagnostic(view: DocumentView, finding: Finding, options: DiagnosticOptions): Diagnostic {
  const { code, rule, message, why, advice, span, severity, docs, related } = finding;
  const lines = [message, why, ...(advice === undefined ? [] : [advice])];
  const tags = [
    ...(unnecessary.has(rule) ? [DiagnosticTag.Unnecessary] : []),
    ...(deprecated.has(rule) ? [DiagnosticTag.Deprecated] : []),
  ];
  return {
    range: view.lines.range(span),
    severity: severities[severity],
    code,
    source: 'mirrorwright',
    message: neutralize(lines.join('\n')),
    ...(options.links && { codeDescription: { href: docs } }),
    ...(options.tags && tags.length > 0 && { tags }),
    ...(options.related && related.length > 0 && { relatedInformation: relatedOf(view, related) }),
  };
}

function relatedOf(view: DocumentView, related: Finding['related']): DiagnosticRelatedInformation[] {
  return related.flatMap(({ origin, message }) => {
    const location = locationOf(view, origin);
    return location === undefined ? [] : [{ location, message: neutralize(message) }];
  });
}
