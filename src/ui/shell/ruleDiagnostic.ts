import * as vscode from 'vscode';
import type { Finding } from '../../validation/rule';
import { diagnosticSource, ruleLink } from './ruleLink';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** A finding as the Problems view shows it, with a link to its rule. */
export function ruleDiagnostic(
  range: vscode.Range,
  message: string,
  { severity, code }: Pick<Finding, 'severity' | 'code'>,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: code, target: ruleLink(code) };
  return diagnostic;
}
