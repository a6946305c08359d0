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

/** Each keeps one processor busy: two at a time, the longest first. */
const commands = [
  ['lint', 'eslint', ['.', '--cache', '--cache-location', '.test-build/eslint/']],
  ['lint', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['types', 'tsc', ['-p', 'test']],
  ['types', 'tsc', ['-p', '.']],
  ['lint', 'knip', []],
  ['types', 'tsc', ['-p', 'webview']],
];
/** The parts that are test files. */
const suites = {
  // The recorded answers take longest: they are of connections that stay open.
  unit: () => runTestFiles('unit', { words, timeout: 4 * minute, first: 'emulator/triton/corpus' }),
  // An emulator and the command line mostly wait, too.
  contract: () => runTestFiles('contract', { words, timeout: 4 * minute, concurrency: 2 }),
  clients: () => runTestFiles('clients', { words, timeout: 5 * minute, concurrency: 1, names: true }),
  cli: () => runTestFiles('cli', { words, timeout: 4 * minute, concurrency: 1 }),
  webview: () => runTestFiles('webview', { words, timeout: 3 * minute, concurrency: 1 }),
  vscode: async () => {
    await prepareVsCode(process.env.VSCODE_SERVER);
    // A window mostly waits; two of them keep the machine busy.
    await runTestFiles('vscode', { words, timeout: 6 * minute, concurrency: 2, names: true });
  },
};
/** In the order they run, cheap ones first; those of a row run side by side, since they wait more than they compute. */
const rows = [['unit'], ['contract', 'clients', 'cli'], ['webview', 'vscode']];
/** What suites need beside node_modules. It is brought while the commands run. */
const components = {
  CHROMIUM_PATH: { bring: chromium, parts: ['webview', 'vscode'] },
  VSCODE_SERVER: { bring: vsCodeServer, parts: ['vscode'] },
  YAML_SERVER: { bring: yamlServer, parts: ['unit', 'vscode'] },
  AZURITE: { bring: azuriteFolder, parts: ['contract'] },
  CLIENTS_PYTHON: { bring: pythonClients, parts: ['clients'] },
};

const args = process.argv.slice(2);
const parts = ['types', 'lint', ...Object.keys(suites)];
const named = args.filter((arg) => parts.includes(arg));
const words = args.filter((arg) => !parts.includes(arg));
const chosen = named.length === 0 ? parts : named;

/** Whoever works on something else need not have Python; .ci/run asks for it. */
function mayBeSkipped(part) {
  return part === 'clients' && process.env.CLIENTS !== 'required';
}

async function runCommands() {
  const waiting = commands.filter(([part]) => chosen.includes(part));
  const inTurn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await runCommand(...next);
  };
  await Promise.all([inTurn(), inTurn()]);
}

/** Begins to bring what the chosen parts need; `problem` becomes why something could not be brought, or undefined. */
function bringComponents() {
  const needed = Object.entries(components).filter(([, { parts: users }]) => users.some((part) => chosen.includes(part)));
  return needed.map(([variable, { bring, parts: users }]) => {
    const set = (path) => void (process.env[variable] = path);
    return { users, problem: bring(say).then(set, ({ message }) => message) };
  });
}

/** Runs a part, once there is what it needs. */
async function runSuite(part, brought, isBuilt) {
  const problems = await Promise.all(brought.filter(({ users }) => users.includes(part)).map(({ problem }) => problem));
  // What unit tests need of the build they say themselves.
  if (!isBuilt && part !== 'unit') problems.push('the build failed');
  const why = problems.filter((problem) => problem !== undefined);
  if (why.length === 0) await suites[part]().catch((error) => fail(part, `${part} ended early`, error.stack ?? String(error)));
  else if (mayBeSkipped(part)) skip(part, `test/${part}`, why.join(' '));
  else fail(part, `${part} could not run`, why.join('\n'));
}

await rm('.test-build/logs', { recursive: true, force: true });
await mkdir('.test-build/logs', { recursive: true });
markProcesses();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    void endLeftovers().then(() => process.exit(130));
  });
}

const brought = bringComponents();
const needsBuild = chosen.some((part) => part in suites);
const isBuilt = !needsBuild || (await runCommand('build', process.execPath, ['esbuild.mjs', '--quiet']));
await runCommands().catch((error) => fail('lint', 'types and lint ended early', error.stack ?? String(error)));
for (const row of rows) {
  await Promise.all(row.filter((part) => chosen.includes(part)).map((part) => runSuite(part, brought, isBuilt)));
}
const left = await endLeftovers();
if (left.length > 0) fail('end', 'every process that the tests started has ended', `still running:\n${left.join('\n')}`);
if (words.length > 0) skip('all', `files without ${words.join(' ')} in their path`, 'not asked for');
process.exitCode = finish() ? 0 : 1;
