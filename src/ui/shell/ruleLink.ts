import * as vscode from 'vscode';
import { openRuleCommand } from '../../manifest/commands';

/**
 * Where a code is explained. A command of our own: an address in a link is of the window's machine, which is another one than that of the
 * files in WSL, in a container or over SSH.
 */
export function ruleLink(code: string): vscode.Uri {
  return vscode.Uri.parse(`command:${openRuleCommand}?${encodeURIComponent(JSON.stringify([code]))}`);
}

/** Shows docs/rules.md of the installed extension as a page, at the section of a code. */
export async function openRule(extensionUri: vscode.Uri, code: unknown): Promise<void> {
  const page = vscode.Uri.joinPath(extensionUri, 'docs', 'rules.md');
  // VS Code makes a heading's name in a link by leaving out everything but letters, digits and hyphens.
  const section = typeof code === 'string' ? page.with({ fragment: code.replaceAll(/[^\w-]/g, '') }) : page;
  await vscode.commands.executeCommand('markdown.showPreview', section);
}

/** The code of a rule in a diagnostic of ours. */
export function ruleOf({ code, source }: vscode.Diagnostic): string | undefined {
  return source === diagnosticSource && typeof code === 'object' ? String(code.value) : undefined;
}

export const diagnosticSource = 'triton-azureml';
