import * as vscode from 'vscode';
import type { ExplorerNode, NodeIcon } from '../../explorer/explorerNode';
import type { CommandId } from '../../manifest/commands';

/** The one place where a row of plain data becomes a vscode.TreeItem. It contains no product words. */
export function treeItem(node: ExplorerNode, extensionUri: vscode.Uri): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, collapsibleState(node));
  item.id = node.id;
  item.iconPath = iconPath(node.icon, extensionUri);
  item.contextValue = node.contextValue;
  item.description = node.description ?? false;
  item.tooltip = new vscode.MarkdownString(node.tooltip);
  item.accessibilityInformation = { label: node.accessibilityLabel };
  if (node.more) {
    const command: CommandId = 'tritonAml.explorer.loadMore';
    item.command = { command, title: node.label, arguments: [node] };
  }
  return item;
}

function collapsibleState({ children, expanded }: ExplorerNode): vscode.TreeItemCollapsibleState {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  return children ? (expanded === true ? Expanded : Collapsed) : None;
}

const colours = {
  disabled: 'disabledForeground',
  error: 'problemsErrorIcon.foreground',
  warning: 'problemsWarningIcon.foreground',
} as const;

function iconPath(icon: NodeIcon, extensionUri: vscode.Uri): vscode.IconPath {
  if (icon.kind === 'own') {
    const file = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', theme, `${icon.name}.svg`);
    return { light: file('light'), dark: file('dark') };
  }
  return icon.tone === undefined
    ? new vscode.ThemeIcon(icon.name)
    : new vscode.ThemeIcon(icon.name, new vscode.ThemeColor(colours[icon.tone]));
}
