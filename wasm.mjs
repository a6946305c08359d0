// npm run wasm: assembles resample.wat into resampleModule.ts, which is checked in. `--check` only tells whether the two belong together.
import { readFile, writeFile } from 'node:fs/promises';
import wabt from 'wabt';

const source = 'src/inference/picture/resample.wat';
const target = 'src/inference/picture/resampleModule.ts';

const module = (await wabt()).parseWat(source, await readFile(source, 'utf8'), { simd: true });
const { buffer } = module.toBinary({});
const lines = Buffer.from(buffer)
  .toString('base64')
  .match(/.{1,120}/g);
const text = `/** resample.wat, assembled by \`npm run wasm\`; Base64. */
export const resampleModule =
  ${lines.map((line) => `'${line}'`).join(' +\n  ')};
`;
if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8')) !== text) {
    console.error(`${target} is not what ${source} gives. Run npm run wasm.`);
    process.exitCode = 1;
  }
} else {
  await writeFile(target, text);
}
