// Builds dist/. `--watch` rebuilds on change, `--quiet` says nothing when all is well.
import { context, build } from 'esbuild';
import { cp, mkdir, writeFile } from 'node:fs/promises';

const quiet = process.argv.includes('--quiet');
const watch = process.argv.includes('--watch');

/**
 * Files of their own, loaded on first use by `import()`: the entry point stays tiny and the Azure SDKs are paid for only when needed.
 * A target must hold no class that others test with instanceof, unless everything that tests lives in the same file.
 */
const lazyFiles = { compose: 'main', 'azure/sdk': 'azure', 'ui/composeLanguage': 'language' };

const lazy = {
  name: 'lazy-files',
  setup(it) {
    it.onResolve({ filter: /^\./ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      const target = Object.keys(lazyFiles).find(
        (name) => path.replace(/^(\.\.?\/)+/, '') === name || `azure/${path.replace(/^\.\//, '')}` === name,
      );
      return target ? { path: `./${lazyFiles[target]}.js`, external: true } : undefined;
    });
  },
};

const shared = {
  bundle: true,
  metafile: true,
  sourcemap: true,
  minify: true,
  keepNames: false,
  logLevel: quiet ? 'error' : 'info',
  legalComments: 'none',
};

const node = {
  ...shared,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  outdir: 'dist',
  external: ['vscode', 'sharp', 'onnxruntime-node'],
  // Its ES module reads import.meta.url while it loads, which a bundle in cjs has not.
  alias: { '@azure/storage-common': './node_modules/@azure/storage-common/dist/commonjs/index.js' },
  plugins: [lazy],
  entryPoints: {
    extension: 'src/extension.ts',
    main: 'src/compose.ts',
    azure: 'src/azure/sdk.ts',
    language: 'src/ui/composeLanguage.ts',
    cli: 'src/cli/main.ts',
    emulator: 'src/emulator/main.ts',
    pictureWorker: 'src/inference/picture/pictureWorker.ts',
    hashWorker: 'src/azure/upload/hashWorker.ts',
    modelWorker: 'src/emulator/triton/modelWorker.ts',
  },
};

const browser = {
  ...shared,
  platform: 'browser',
  target: 'chrome130',
  format: 'iife',
  outdir: 'dist/webview',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  entryPoints: { invoke: 'webview/invoke/main.ts' },
};

await mkdir('dist/webview', { recursive: true });
await cp('node_modules/@vscode/codicons/dist/codicon.css', 'dist/webview/codicon.css');
await cp('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/webview/codicon.ttf');
if (watch) {
  await Promise.all((await Promise.all([context(node), context(browser)])).map((it) => it.watch()));
} else {
  // esbuild has printed what is wrong by the time it rejects.
  const built = await Promise.all([build(node), build(browser)]).catch(() => []);
  if (built.length === 0) process.exitCode = 1;
  // What went into the bundles: the package script writes their licences, the benchmark their sizes.
  else await writeFile('dist/inputs.json', JSON.stringify(Object.assign({}, ...built.map(({ metafile }) => metafile.outputs)), null, 1));
}
