// Bundles test files as the product is bundled, one by one, so that a file that does not compile fails alone.
import { build } from 'esbuild';

/** Loaded from node_modules at run time: native, or too large to be worth bundling. */
const external = ['sharp', 'onnxruntime-node', 'playwright-core', 'typescript', 'axe-core', 'esbuild'];

/** Makes the build fail where a test reaches VS Code: what it tests is then in the wrong room. */
const noVsCode = {
  name: 'no-vscode',
  setup: (it) =>
    it.onResolve({ filter: /^vscode$/ }, ({ importer }) => ({
      errors: [{ text: `a test in plain Node reaches vscode through ${importer}` }],
    })),
};

const options = (outdir) => ({
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  sourcemap: 'inline',
  logLevel: 'silent',
  outdir,
  outbase: '.',
  outExtension: { '.js': '.cjs' },
  external,
  // As in esbuild.mjs.
  alias: {
    '@azure/arm-machinelearning': './node_modules/@azure/arm-machinelearning/dist-esm/src/index.js',
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
  define: { 'import.meta.url': '"file:///C:/azureBlob.js"' },
});

/** Returns, for each source file, the bundled file or why there is none. */
export async function bundleTests(files) {
  return Promise.all(
    files.map(async (file) => {
      try {
        await build({ ...options('.test-build'), entryPoints: [file], plugins: [noVsCode] });
        return { file, bundle: `.test-build/${file.replace(/\.ts$/, '.cjs')}` };
      } catch (error) {
        const problems = error.errors?.map(({ text, location }) => (location ? `${location.file}:${location.line} ${text}` : text));
        return { file, problem: problems?.join('\n') ?? String(error) };
      }
    }),
  );
}

/** Bundles a module that runs in VS Code's extension host. */
export async function bundleForVsCode(file, outfile) {
  const { outdir: _, outbase: __, outExtension: ___, ...shared } = options('');
  await build({ ...shared, entryPoints: [file], outfile, external: [...external, 'vscode'] });
}
