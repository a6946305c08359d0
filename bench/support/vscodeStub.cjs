// As much of the vscode module as activate() touches. Preloaded, it answers require('vscode') outside VS Code.
const Module = require('node:module');

const disposable = () => ({ dispose: () => undefined });
/** Any name read from it is a function that returns a disposable; no document is open. */
const registers = new Proxy({}, { get: (_, name) => (name === 'textDocuments' ? [] : disposable) });
/** Any member of an enumeration. */
const numbers = new Proxy({}, { get: () => 0 });
const enumerations = [
  'CodeActionKind',
  'CompletionItemKind',
  'DiagnosticSeverity',
  'FoldingRangeKind',
  'ProgressLocation',
  'SymbolKind',
  'TreeItemCollapsibleState',
  'ViewColumn',
];
// Names of its own, not a proxy: a bundle copies them one by one.
const vscode = {
  ...Object.fromEntries(
    ['authentication', 'commands', 'env', 'extensions', 'languages', 'window', 'workspace'].map((name) => [name, registers]),
  ),
  ...Object.fromEntries(enumerations.map((name) => [name, numbers])),
  EventEmitter: class {
    event = disposable;
    fire() {}
    dispose() {}
  },
  Disposable: { from: disposable },
};

const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));
