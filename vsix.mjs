// npm run package: the VSIX for this platform, with its native modules and no others. Fails when its files are not those of
// test/fixtures/vsix-files.txt; `--accept` writes that list anew.
import { createVSIX, listFiles } from '@vscode/vsce';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const target = `${process.platform}-${process.arch}`;
const list = 'test/fixtures/vsix-files.txt';
const ignoreFile = '.test-build/vscodeignore';

/** Sharp and ONNX Runtime stay outside the bundle, with what they need at run time. */
const nativeModules = [
  'node_modules/onnxruntime-node/{package.json,dist/**/*.js}',
  `node_modules/onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/**`,
  'node_modules/onnxruntime-common/{package.json,dist/cjs/package.json,dist/cjs/**/*.js}',
  'node_modules/sharp/{package.json,LICENSE,dist/**/*.cjs}',
  `node_modules/@img/sharp-${target}/**`,
  `node_modules/@img/sharp-libvips-${target}/**`,
  'node_modules/@img/colour/{package.json,LICENSE.md,*.cjs}',
  'node_modules/{detect-libc,semver}/{package.json,LICENSE,**/*.js}',
];

/** Copied or native, and without a licence of their own beside them in the VSIX. */
const withoutLicenceFile = ['node_modules/@vscode/codicons', 'node_modules/onnxruntime-node', 'node_modules/onnxruntime-common'];

/** Licences of the packages that the bundles hold; the ones beside them bring their own. */
async function notices() {
  const outputs = Object.values(JSON.parse(await readFile('dist/inputs.json', 'utf8')));
  const folders = outputs
    .flatMap(({ inputs }) => Object.keys(inputs))
    .flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const parts = [];
  for (const folder of [...new Set([...folders, ...withoutLicenceFile])].sort()) {
    const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENSE-MIT'].find((it) => existsSync(`${folder}/${it}`));
    parts.push(`${name} ${version} (${license})\n\n${file ? (await readFile(`${folder}/${file}`, 'utf8')).trim() : ''}`);
  }
  return `${parts.join('\n\n----------------------------------------\n\n')}\n`;
}

/** Does the whole journey with the files that are packed and nothing else: a module that is missing shows here. */
async function tryOut(files) {
  const folder = await mkdtemp(join(tmpdir(), 'vsix-'));
  try {
    for (const file of files) await cp(file, join(folder, file));
    const answer = execFileSync(
      process.execPath,
      [join(folder, 'dist/cli.js'), 'demo', '--image', join(folder, 'samples/single-model/pictures/cat.jpg')],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    if (!answer.includes('285 : EGYPTIAN CAT')) throw new Error(`The packed files answer ${answer}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file's name as it is on every platform and with every change of the code. */
const lasting = (path) =>
  path
    .replaceAll(target, 'PLATFORM')
    .replaceAll(`${process.platform}/${process.arch}`, 'PLATFORM')
    .replace(/^dist\/shared-\w+\.js$/, 'dist/shared-*.js');

await mkdir('.test-build', { recursive: true });
execFileSync(process.execPath, ['esbuild.mjs', '--quiet'], { stdio: 'inherit' });
await writeFile('dist/THIRD-PARTY-NOTICES.txt', await notices());
await writeFile(
  ignoreFile,
  `${await readFile('.vscodeignore', 'utf8')}${nativeModules.map((glob) => `!${glob}\n`).join('')}**/*.map\n**/*.d.ts\n`,
);

const packed = await listFiles({ ignoreFile, packageManager: 'npm' });
const files = [...new Set(packed.map(lasting))].sort();
if (process.argv.includes('--accept')) await writeFile(list, `${files.join('\n')}\n`);
const expected = (await readFile(list, 'utf8')).trim().split('\n');
const added = files.filter((file) => !expected.includes(file));
const gone = expected.filter((file) => !files.includes(file));
if (added.length + gone.length > 0) {
  console.error(
    `The VSIX does not hold what ${list} says.\n${[...added.map((it) => `+ ${it}`), ...gone.map((it) => `- ${it}`)].join('\n')}`,
  );
  console.error('npm run package -- --accept writes the list anew.');
  process.exit(1);
}

await tryOut(packed);
const { name, version } = JSON.parse(await readFile('package.json', 'utf8'));
const packagePath = `${name}-${target}-${version}.vsix`;
await createVSIX({ target, packagePath, ignoreFile, allowMissingRepository: true, rewriteRelativeLinks: false });
console.log(`${packagePath}: ${packed.length} files, ${((await stat(packagePath)).size / 1e6).toFixed(1)} MB`);
