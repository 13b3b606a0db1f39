import type { Finding } from '@mirrorwright/core';
import { type CodeAction, CodeActionKind, type Position, type WorkspaceEdit } from 'vscode-languageserver';
import type { DocumentView } from '../node/document-view.ts';
import { relativeTo } from '../node/uri.ts';
import { commands } from './commands.ts';
import { type EditOptions, workspaceEdit } from './workspace-edits.ts';

export interface SuppressOptions {
  /** The settings file for documents that cannot hold comments. */
  readonly settingsFile?: SettingsFile;
}

export interface SettingsFile {
  readonly uri: string;
  /** Undefined where there is none yet. */
  readonly text: string | undefined;
  /** The folder that its paths are relative to. */
  readonly folder: string;
}

interface Insertion {
  readonly edit: WorkspaceEdit;
  /** Where the reason is to be written. */
  readonly uri: string;
  readonly reason: Position;
}

/**
 * Ignores a finding where it stands. The reason is left for the author to write: without one the suppression hides nothing,
 * and says so. Undefined for what cannot be hidden.
 */
export function suppressAction(
  view: DocumentView,
  finding: Finding,
  options: SuppressOptions & EditOptions,
): CodeAction | undefined {
  if (finding.fatal || /^MW09\d$/.test(finding.code)) return undefined;
  // resources in JSON are read as YAML, which would take a comment; other readers of JSON do not
  const isJson = view.document.tree.format === 'json' || view.document.path.endsWith('.json');
  const made = isJson ? inSettings(view, finding, options) : asComment(view, finding, options);
  if (made === undefined) return undefined;
  const title = isJson
    ? `Ignore ${finding.code} in this file, with a reason in mirrorwright.toml`
    : `Ignore ${finding.code} here, with a reason`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    edit: made.edit,
    command: {
      title: 'Write the reason',
      command: commands.showPlace,
      arguments: [made.uri, { start: made.reason, end: made.reason }],
    },
  };
}

function asComment(view: DocumentView, finding: Finding, options: EditOptions): Insertion {
  const { lines, uri } = view;
  const { line } = lines.position(finding.span.start);
  const start = lines.offset({ line, character: 0 });
  const indent = /^[ \t]*/.exec(lines.text.slice(start, finding.span.start))![0];
  const bom = start === 0 && lines.text.startsWith('\ufeff') ? 1 : 0;
  // a comment covers the statement below it: what lies before the first one is of the file
  const isOfFile = finding.span.start < bom || lines.text.slice(bom).trim() === '';
  const comment = `${indent}# mirrorwright-ignore${isOfFile ? '-file' : ''} ${finding.code}: `;
  const at = { line, character: bom };
  const end = lines.text.includes('\r\n') ? '\r\n' : '\n';
  const edit = workspaceEdit(
    new Map([[uri, [{ range: { start: at, end: at }, newText: `${comment}${end}` }]]]),
    options,
  );
  return { edit, uri, reason: { line, character: bom + comment.length } };
}

function inSettings(
  view: DocumentView,
  finding: Finding,
  options: SuppressOptions & EditOptions,
): Insertion | undefined {
  const { settingsFile: file } = options;
  const path = file && relativeTo(file.folder, view.uri);
  if (file === undefined || path === undefined) return undefined;
  const text = file.text ?? '';
  if (file.text === undefined && !options.versioned) return undefined;
  const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  const table = `[[ignore]]\npaths = [${JSON.stringify(path)}]\nrules = ["${finding.code}"]\nreason = ""\n`;
  const before = `${text}${gap}${table}`.slice(0, -2).split('\n');
  const own = text.split('\n');
  const at = { line: own.length - 1, character: own.at(-1)!.length };
  const edit = workspaceEdit(
    new Map([[file.uri, [{ range: { start: at, end: at }, newText: gap + table }]]]),
    options,
  );
  const create = { kind: 'create' as const, uri: file.uri, options: { ignoreIfExists: true } };
  const documentChanges = file.text === undefined ? [create, ...edit.documentChanges!] : undefined;
  return {
    edit: documentChanges === undefined ? edit : { documentChanges },
    uri: file.uri,
    reason: { line: before.length - 1, character: before.at(-1)!.length },
  };
}
