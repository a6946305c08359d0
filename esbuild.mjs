// Builds dist/. `--watch` rebuilds on change, `--quiet` says nothing when all is well.
import { context, build, transform } from 'esbuild';
import { chmod, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

const quiet = process.argv.includes('--quiet');
const watch = process.argv.includes('--watch');

const shared = {
  bundle: true,
  metafile: true,
  sourcemap: true,
  minify: true,
  logLevel: quiet ? 'error' : 'info',
  legalComments: 'none',
};

/** `import()` becomes a `require` that is waited for: Node's own would first read the whole file for the names of its exports. */
const supported = { 'dynamic-import': false };

const node = {
  ...shared,
  platform: 'node',
  target: 'node22',
  outdir: 'dist',
  external: ['vscode', 'sharp', 'onnxruntime-node'],
};

/** What extension.ts imports when it is first needed. */
const behindActivation = { './compose': './main.js', './ui/composeLanguage': './language.js' };

/** Whole files: the one that every start of VS Code loads, and the threads, which start soonest with one file each. */
const alone = {
  ...node,
  supported,
  format: 'cjs',
  plugins: [
    {
      name: 'behind-activation',
      setup: (it) =>
        it.onResolve({ filter: /^\.\.?\// }, ({ path, kind, importer }) => {
          if (kind !== 'dynamic-import') return undefined;
          const built = behindActivation[path];
          if (built) return { path: built, external: true };
          const text = `import('${path}') of ${basename(importer)} needs a line in behindActivation and a file in split.entryPoints (esbuild.mjs)`;
          return { errors: [{ text }] };
        }),
    },
  ],
  entryPoints: {
    extension: 'src/extension.ts',
    pictureWorker: 'src/inference/picture/pictureWorker.ts',
    hashWorker: 'src/azure/upload/hashWorker.ts',
    modelWorker: 'src/emulator/triton/modelWorker.ts',
  },
};

/** The schemas lie in the package anyway: they are loaded from there, as JSON. */
const schemas = {
  name: 'schemas',
  setup: (it) =>
    it.onResolve({ filter: /\/schemas\/[^/]+\.schema\.json$/ }, ({ path }) => ({ path: `../schemas/${basename(path)}`, external: true })),
};

/**
 * What several of the others use stands once, in files of its own (dist/shared-*.js), so that it is loaded once and a class is one
 * class for all. `import()` makes a file of its own too, loaded when it is run. esbuild splits ES modules only, and VS Code's
 * extension host loads CommonJS with less ado: each file is converted after the split.
 */
const commonJs = {
  name: 'common-js',
  setup: (it) =>
    it.onEnd(async ({ errors, outputFiles }) => {
      if (errors.length > 0) return;
      const modules = outputFiles.filter(({ path }) => path.endsWith('.js'));
      await Promise.all(modules.map(writeAsCommonJs));
      const current = modules.map(({ path }) => basename(path));
      const outdated = (await readdir('dist')).filter((name) => /^shared-/.test(name) && !current.includes(name.replace(/\.map$/, '')));
      await Promise.all(outdated.map((name) => rm(`dist/${name}`)));
    }),
};

async function writeAsCommonJs({ path, text }) {
  const name = basename(path);
  const { code, map } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    supported,
    minify: true,
    sourcemap: 'external',
    sourcefile: name,
    legalComments: 'none',
  });
  await writeFile(`dist/${name}`, `${code}//# sourceMappingURL=${name}.map\n`);
  await writeFile(`dist/${name}.map`, map);
  if (code.startsWith('#!')) await chmod(`dist/${name}`, 0o755);
}

const split = {
  ...node,
  format: 'esm',
  splitting: true,
  chunkNames: 'shared-[hash]',
  sourcemap: 'inline',
  write: false,
  // For Node these packages name CommonJS, of which nothing can be left out and each name is looked up whenever it is used.
  alias: {
    '@azure/arm-machinelearning': './node_modules/@azure/arm-machinelearning/dist-esm/src/index.js',
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
  // CommonJS has none. The blobs' SDK makes a require() for Node's own modules from it, for which any address will do.
  define: { 'import.meta.url': '"file:///C:/azureBlob.js"' },
  plugins: [schemas, commonJs],
  entryPoints: {
    main: 'src/compose.ts',
    azureArm: 'src/azure/sdk/arm.ts',
    azureBlob: 'src/azure/sdk/blob.ts',
    azureCore: 'src/azure/sdk/core.ts',
    language: 'src/ui/composeLanguage.ts',
    cli: 'src/cli/main.ts',
    emulator: 'src/emulator/main.ts',
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

const all = [alone, split, browser];
await mkdir('dist/webview', { recursive: true });
await cp('node_modules/@vscode/codicons/dist/codicon.css', 'dist/webview/codicon.css');
await cp('node_modules/@vscode/codicons/dist/codicon.ttf', 'dist/webview/codicon.ttf');
if (watch) {
  await Promise.all((await Promise.all(all.map(context))).map((it) => it.watch()));
} else {
  // esbuild has printed what is wrong by the time it rejects.
  const built = await Promise.all(all.map(build)).catch(() => []);
  if (built.length === 0) process.exitCode = 1;
  // What went into the bundles: the package script writes their licences, the benchmark their sizes.
  else await writeFile('dist/inputs.json', JSON.stringify(Object.assign({}, ...built.map(({ metafile }) => metafile.outputs)), null, 1));
}
