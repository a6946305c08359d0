import * as vscode from 'vscode';

/** Not in package.json: only links of diagnostics run it. */
const openRule = 'tritonAml.rule.open';

/**
 * Where a code is explained. A command of our own: an address in a link is of the window's machine, which is another one than that of the
 * files in WSL, in a container or over SSH.
 */
export function ruleLink(code: string): vscode.Uri {
  return vscode.Uri.parse(`command:${openRule}?${encodeURIComponent(JSON.stringify([code]))}`);
}

/** Shows docs/rules.md of the installed extension as a page, at the section of a code. */
export function registerRuleLinks(extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand(openRule, async (code: unknown) => {
    const page = vscode.Uri.joinPath(extensionUri, 'docs', 'rules.md');
    // VS Code makes a heading's name in a link by leaving out everything but letters, digits and hyphens.
    const section = typeof code === 'string' ? page.with({ fragment: code.replaceAll(/[^\w-]/g, '') }) : page;
    await vscode.commands.executeCommand('markdown.showPreview', section);
  });
}

/** The code of a rule in a diagnostic of ours. */
export function ruleOf({ code, source }: vscode.Diagnostic): string | undefined {
  return source === diagnosticSource && typeof code === 'object' ? String(code.value) : undefined;
}

export const diagnosticSource = 'triton-azureml';
