import { applyFixes, type Finding, type Fix, rules } from '@mirrorwright/core';
import {
  type CodeAction,
  CodeActionKind,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type DocumentView, locationOf } from '../node/document-view.ts';
import { commands } from './commands.ts';
import { type DiagnosticOptions, findingsOf, toDiagnostic } from './diagnostics.ts';
import { type SuppressOptions, suppressAction } from './suppress-action.ts';
import { type EditOptions, smallestEdit, textEdits, workspaceEdit } from './workspace-edits.ts';

export interface ActionOptions extends DiagnosticOptions, EditOptions, SuppressOptions {
  /** The kinds the client asks for; all when left out. */
  readonly only?: readonly string[];
}

/** The kind of the action that applies every safe fix. */
export const fixAllKind: string = `${CodeActionKind.SourceFixAll}.mirrorwright`;

/** What can be done about the findings in a range, and about all of the document. */
export function codeActions(view: DocumentView, range: Range, options: ActionOptions): CodeAction[] {
  const wants = (kind: string): boolean =>
    options.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const touched = view.lines.span(range);
    for (const finding of findingsOf(view, options)) {
      const { start, end } = finding.span;
      if (start <= touched.end && touched.start <= Math.max(end, start))
        actions.push(...quickFixes(view, finding, options));
    }
  }
  // without a wish for it, offering it everywhere would bury the fixes
  if (options.only !== undefined && wants(fixAllKind)) actions.push(...fixAll(view, options));
  return actions;
}

function quickFixes(view: DocumentView, finding: Finding, options: ActionOptions): readonly CodeAction[] {
  const diagnostics = [toDiagnostic(view, finding, options)];
  const preferred = finding.fixes.find(({ safety }) => safety === 'safe');
  const fixes = finding.fixes.flatMap((fix) => {
    const edit = editOf(view, fix, options);
    if (edit === undefined) return [];
    const title = fix.safety === 'safe' ? fix.title : `${fix.title} (please review)`;
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        edit,
        ...(fix === preferred && { isPreferred: true }),
      },
    ];
  });
  const suppress = suppressAction(view, finding, options);
  const page: CodeAction = {
    title: `Open the page of ${finding.code} ${finding.rule}`,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: {
      title: `Open the page of ${finding.code}`,
      command: commands.openRule,
      arguments: [finding.code],
    },
  };
  return [...fixes, ...(suppress === undefined ? [] : [{ ...suppress, diagnostics }]), page];
}

/** Undefined for a fix that touches a file which is not there. */
function editOf(view: DocumentView, fix: Fix, options: EditOptions): WorkspaceEdit | undefined {
  if (fix.edits.length === 0) return undefined;
  const changes = new Map<string, TextEdit[]>();
  for (const { path, span, newText } of fix.edits) {
    const location = locationOf(view, { path, span });
    if (location === undefined) return undefined;
    const edits = changes.get(location.uri) ?? [];
    edits.push({ range: location.range, newText });
    changes.set(location.uri, edits);
  }
  return workspaceEdit(changes, options);
}

/** Every safe fix of what is found in this document. */
export function fixAll(view: DocumentView, options: EditOptions): readonly CodeAction[] {
  const { node, document } = view;
  const own = rules.map((rule) => ({
    ...rule,
    check: (context: Parameters<typeof rule.check>[0]) =>
      [...rule.check(context)].filter(({ path }) => path === document.path),
  }));
  const { snapshot } = node.parsed;
  const { changed, applied } = applyFixes({
    nodes: [snapshot],
    targets: node.targets,
    rules: own,
    level: 'safe',
    settings: node.settings,
  });
  const changes = new Map<string, TextEdit[]>();
  for (const { path, before, after } of changed) {
    const uri = node.uri(path);
    const lines = node.lines(path);
    if (uri !== undefined && lines !== undefined)
      changes.set(uri, textEdits(lines, [smallestEdit(before, after)]));
  }
  if (changes.size === 0) return [];
  const title = applied.length === 1 ? 'Apply the safe fix' : `Apply all ${applied.length} safe fixes`;
  return [{ title, kind: fixAllKind, edit: workspaceEdit(changes, options) }];
}
