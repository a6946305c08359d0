import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { test } from 'node:test';
import { build } from 'esbuild';

/** For each file of src and webview the files that it imports when it is loaded; `import type` and `import()` do not count. */
async function importGraph(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    entryPoints: globSync(['src/**/*.ts', 'webview/**/*.ts']).filter((path) => !path.endsWith('.d.ts')),
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    outdir: '.test-build/imports',
    loader: { '.css': 'empty', '.ttf': 'empty', '.svg': 'empty' },
    logLevel: 'silent',
  });
  return new Map(
    Object.entries(metafile.inputs).map(([path, { imports }]) => [
      path,
      imports.filter(({ kind, external }) => kind !== 'dynamic-import' && external !== true).map((it) => it.path),
    ]),
  );
}

/** Everything that is loaded when `start` is, without `start` itself unless it is loaded by what it loads. */
function loadedBy(start: string, graph: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...(graph.get(start) ?? [])];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    waiting.push(...(graph.get(path) ?? []));
  }
  return seen;
}

test('no file imports itself through others', async () => {
  const graph = await importGraph();
  assert.ok(graph.size > 50, 'the graph is complete');
  assert.deepEqual(
    [...graph.keys()].filter((path) => loadedBy(path, graph).has(path)),
    [],
  );
});

test('the entry point loads nothing but names until something is used', async () => {
  const graph = await importGraph();
  const loaded = [...loadedBy('src/extension.ts', graph)];
  assert.deepEqual(
    loaded.filter((path) => !path.startsWith('src/manifest/')),
    [],
  );
});
