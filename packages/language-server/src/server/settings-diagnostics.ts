import { neutralize, readSettings, rules, sourceText } from '@mirrorwright/core';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { linesOf } from '../node/lines.ts';
import { nameOf } from '../node/uri.ts';

/** What is wrong in an open mirrorwright.toml; nothing for any other file. */
export function settingsDiagnostics(uri: string, text: string): readonly Diagnostic[] {
  if (nameOf(uri) !== 'mirrorwright.toml') return none;
  const lines = linesOf(text);
  return readSettings(sourceText(text), rules).problems.map(({ message, span }) => ({
    range: lines.range(span),
    severity: DiagnosticSeverity.Error,
    source: 'mirrorwright',
    message: neutralize(message),
  }));
}

const none: readonly Diagnostic[] = [];
