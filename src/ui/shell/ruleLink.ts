import * as vscode from 'vscode';

/** Where docs/rules.md of the installed extension explains a rule: a link that opens it as a page, at the rule's section. */
export function ruleLink(rules: vscode.Uri, code: string): vscode.Uri {
  // VS Code makes a heading's name in a link by leaving out everything but letters, digits and hyphens.
  const section = rules.with({ fragment: code.replaceAll(/[^\w-]/g, '') });
  return vscode.Uri.parse(`command:markdown.showPreview?${encodeURIComponent(JSON.stringify([section]))}`);
}

/** The code of a rule in a diagnostic of ours. */
export function ruleOf({ code, source }: vscode.Diagnostic): string | undefined {
  return source === diagnosticSource && typeof code === 'object' ? String(code.value) : undefined;
}

export const diagnosticSource = 'triton-azureml';
