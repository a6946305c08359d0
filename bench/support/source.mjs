// Our own modules for a benchmark: bundled and minified as the product is, loaded into this process.
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** `modules`: paths in src/ without `.ts`. Resolves to all that they export, together. */
export async function ours(name, modules) {
  const outfile = resolve(`.test-build/bench/${name}.cjs`);
  await build({
    stdin: { contents: modules.map((module) => `export * from './src/${module}';`).join('\n'), resolveDir: '.', loader: 'ts' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['sharp'],
    // As in esbuild.mjs.
    alias: { yaml: './node_modules/yaml/browser/dist/index.js' },
    outfile,
  });
  return createRequire(import.meta.url)(outfile);
}
