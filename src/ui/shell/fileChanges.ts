import * as vscode from 'vscode';

/** In milliseconds: what a save or a copy does comes together, and a file that is written without end holds nothing up. */
const gathering = 200;
const leftAlone = /(?:^|\/)(?:node_modules|\.git)(?:\/|$)/;

/** Tells the absolute paths of files and folders that were made, changed or deleted in the folders that are open. */
export function watchFiles(changed: (places: readonly string[]) => void): vscode.Disposable {
  const places = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    timer = undefined;
    const gathered = [...places];
    places.clear();
    changed(gathered);
  };
  const gather = (uri: vscode.Uri): void => {
    if (uri.scheme === 'file' && !leftAlone.test(vscode.workspace.asRelativePath(uri, false))) {
      places.add(uri.fsPath);
      timer ??= setTimeout(tell, gathering);
    }
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  watcher.onDidCreate(gather);
  watcher.onDidChange(gather);
  watcher.onDidDelete(gather);
  return vscode.Disposable.from(
    watcher,
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
  );
}
