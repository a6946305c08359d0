// Random typing in the real window: keys, pastes, undo, completions, fixes and moves in a configuration and in a deployment's YAML.
// Fails when something of ours was thrown or told as an error, or when the window no longer finds a mistake afterwards.
//
//   node test/fuzz/typing.mjs [MINUTES] [SEED]
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bundleTests } from '../support/bundleTests.mjs';
import { chromium, vsCodeServer, yamlServer } from '../support/components.mjs';
import { prepareVsCode } from '../support/prepareVsCode.mjs';

const [minutes = '10', seed = String(Date.now() % 100_000)] = process.argv.slice(2);

process.env.CHROMIUM_PATH = await chromium(console.log);
process.env.VSCODE_SERVER = await vsCodeServer(console.log);
process.env.YAML_SERVER = await yamlServer(console.log);
await mkdir('.test-build/logs', { recursive: true });
await prepareVsCode(process.env.VSCODE_SERVER);
const [{ bundle, problem }] = await bundleTests(['test/fuzz/typing/session.ts']);
if (problem) throw new Error(problem);
execFileSync(process.execPath, ['esbuild.mjs', '--quiet'], { stdio: 'inherit' });
const { typeAtRandom } = createRequire(import.meta.url)(`../../${bundle}`);
const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => ended.abort());
console.log(`typing for ${minutes} minutes, seed ${seed}`);
const faults = await typeAtRandom({ minutes: Number(minutes), seed: Number(seed), signal: ended.signal, say: console.log });
for (const fault of faults.slice(0, 20)) console.log(`\n${fault}`);
console.log(`\n${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
