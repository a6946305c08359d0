// npm test [-- PART… [WORD…]]: runs the parts (all when none is named) and ends with one line, "N passed, N failed".
// A word that is not a part chooses the test files whose path holds it: `npm test -- unit resize`.
import { mkdir, rm } from 'node:fs/promises';
import { fail, finish, say, skip } from './support/tally.mjs';
import { azuriteFolder, chromium, pythonClients, vsCodeServer, yamlServer } from './support/components.mjs';
import { prepareVsCode } from './support/prepareVsCode.mjs';
import { runCommand } from './support/runCommand.mjs';
import { runTestFiles } from './support/runTestFiles.mjs';
import { endLeftovers, markProcesses } from './support/leftovers.mjs';

const minute = 60_000;

/** In the order they run: cheap ones first. `needs` are brought before any part runs. */
const parts = {
  types: () =>
    sideBySide('types', [
      ['tsc', '-p', 'test'],
      ['tsc', '-p', '.'],
      ['tsc', '-p', 'webview'],
    ]),
  lint: () =>
    sideBySide('lint', [
      ['eslint', '.', '--cache', '--cache-location', '.test-build/eslint/'],
      ['prettier', '--check', '--log-level', 'warn', '.'],
      ['knip'],
    ]),
  unit: () => runTestFiles('unit', { words, timeout: 2 * minute }),
  // An emulator and the command line mostly wait, too.
  contract: () => runTestFiles('contract', { words, timeout: 4 * minute, concurrency: 2 }),
  clients: () => runTestFiles('clients', { words, timeout: 5 * minute, concurrency: 1, names: true }),
  cli: () => runTestFiles('cli', { words, timeout: 4 * minute, concurrency: 2 }),
  webview: () => runTestFiles('webview', { words, timeout: 3 * minute, concurrency: 1 }),
  vscode: async () => {
    await prepareVsCode(process.env.VSCODE_SERVER);
    // A window mostly waits; two of them keep the machine busy.
    await runTestFiles('vscode', { words, timeout: 6 * minute, concurrency: 2, names: true });
  },
};
const components = {
  CHROMIUM_PATH: { bring: chromium, parts: ['webview', 'vscode'] },
  VSCODE_SERVER: { bring: vsCodeServer, parts: ['vscode'] },
  YAML_SERVER: { bring: yamlServer, parts: ['unit', 'vscode'] },
  AZURITE: { bring: azuriteFolder, parts: ['contract'] },
  CLIENTS_PYTHON: { bring: pythonClients, parts: ['clients'] },
};
const needBuild = ['contract', 'clients', 'cli', 'webview', 'vscode', 'unit'];

const args = process.argv.slice(2);
const named = args.filter((arg) => arg in parts);
const words = args.filter((arg) => !(arg in parts));
const chosen = Object.keys(parts).filter((part) => named.length === 0 || named.includes(part));

/** Whoever works on something else need not have Python; .ci/run asks for it. */
function mayBeSkipped(part) {
  return part === 'clients' && process.env.CLIENTS !== 'required';
}

/** The first command takes longest; the others run one after another beside it. */
async function sideBySide(part, [[longest, ...args], ...others]) {
  const inTurn = async () => {
    for (const [command, ...rest] of others) await runCommand(part, command, rest);
  };
  await Promise.all([runCommand(part, longest, args), inTurn()]);
}

/** Parts that cannot run, and why. */
async function prepare() {
  const blocked = new Map();
  const block = (part, why) => blocked.set(part, [...(blocked.get(part) ?? []), why]);
  for (const [variable, { bring, parts: users }] of Object.entries(components)) {
    const waiting = chosen.filter((part) => users.includes(part));
    if (waiting.length === 0) continue;
    try {
      process.env[variable] = await bring(say);
    } catch (error) {
      waiting.forEach((part) => block(part, error.message));
    }
  }
  if (chosen.some((part) => needBuild.includes(part)) && !(await runCommand('build', process.execPath, ['esbuild.mjs', '--quiet']))) {
    chosen.filter((part) => needBuild.includes(part) && part !== 'unit').forEach((part) => block(part, 'the build failed'));
  }
  return blocked;
}

await rm('.test-build/logs', { recursive: true, force: true });
await mkdir('.test-build/logs', { recursive: true });
markProcesses();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    void endLeftovers().then(() => process.exit(130));
  });
}

const blocked = await prepare();
for (const part of chosen) {
  const why = blocked.get(part);
  if (why && mayBeSkipped(part)) skip(part, `test/${part}`, why.join(' '));
  else if (why) fail(part, `${part} could not run`, why.join('\n'));
  else await parts[part]().catch((error) => fail(part, `${part} ended early`, error.stack ?? String(error)));
}
const left = await endLeftovers();
if (left.length > 0) fail('end', 'every process that the tests started has ended', `still running:\n${left.join('\n')}`);
if (words.length > 0) skip('all', `files without ${words.join(' ')} in their path`, 'not asked for');
process.exitCode = finish() ? 0 : 1;
