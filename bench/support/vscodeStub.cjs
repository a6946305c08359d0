// As much of the vscode module as activate() touches. Preloaded, it answers require('vscode') outside VS Code.
const Module = require('node:module');

const disposable = () => ({ dispose: () => undefined });
/** Any name read from it is a function that returns a disposable. */
const registers = new Proxy({}, { get: () => disposable });
const vscode = new Proxy(
  {
    EventEmitter: class {
      event = disposable;
      fire() {}
      dispose() {}
    },
    Disposable: { from: disposable },
  },
  { get: (known, name) => known[name] ?? registers },
);

const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));
