// What the tests need beside node_modules: a browser, a VS Code server, a storage emulator. Each is brought once and kept.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** The complete VS Code 1.139.1 server with the browser workbench is in this package, in lib/vscode. */
const codeServer = 'code-server@4.139.1';
const azurite = 'azurite@3.36.0';

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/** Path of a Chromium, installed by apt-get where there is none. Throws an error that says what to install. */
export async function chromium(say) {
  const found = () => [process.env.CHROMIUM_PATH, ...browsers].find((path) => path && existsSync(path));
  if (found()) return found();
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) {
    throw new Error('Chromium is missing. Install Chromium or Chrome, or set CHROMIUM_PATH to its executable.');
  }
  say('installing Chromium by apt-get');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A browser without a font draws boxes, and fonts are only recommended by Debian's package.
  const packages = ['chromium', 'fonts-dejavu-core', 'fonts-liberation'];
  try {
    await exec('apt-get', ['update', '-q'], { env, maxBuffer: 64 << 20 });
    await exec('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env, maxBuffer: 64 << 20 });
  } catch (error) {
    throw new Error(`apt-get could not install Chromium: ${String(error.stderr ?? error.message).trim()}`, { cause: error });
  }
  if (!found()) throw new Error('apt-get installed Chromium, but /usr/bin/chromium is not there. Set CHROMIUM_PATH to it.');
  return found();
}

/** Folder of the VS Code server, fetched from npm where it is missing. */
export async function vsCodeServer(say) {
  const folder = await fetched('.vscode-test/server', codeServer, say, async (temporary) => {
    const inside = `${temporary}/node_modules/code-server/lib/vscode`;
    await npmInstall(inside, ['--omit=dev']);
    await npmInstall(`${inside}/extensions`, ['--omit=dev']);
  });
  return `${folder}/node_modules/code-server/lib/vscode`;
}

/** Folder that holds Azurite's node_modules, fetched from npm where it is missing. */
export function azuriteFolder(say) {
  return fetched('.vscode-test/azurite', azurite, say, () => Promise.resolve());
}

/** Folder that holds yaml-language-server's node_modules: that of the benchmark where it has been run, else fetched from npm. */
export async function yamlServer(say) {
  if (existsSync('bench/node_modules/yaml-language-server/package.json')) return resolve('bench');
  const { dependencies } = JSON.parse(await readFile('bench/package.json', 'utf8'));
  const name = 'yaml-language-server';
  return resolve(await fetched('.vscode-test/yaml', `${name}@${dependencies[name]}`, say, () => Promise.resolve()));
}

/**
 * The Python of a virtual environment with azure-ai-ml and tritonclient, in the versions of test/clients/requirements.txt. Throws an
 * error that says what is missing.
 */
export async function pythonClients(say) {
  const requirements = 'test/clients/requirements.txt';
  const version = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const folder = `.vscode-test/python/${version}`;
  const python = resolve(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(`${folder}/complete`)) return python;
  say(`installing azure-ai-ml and tritonclient by pip into ${folder}`);
  await rm('.vscode-test/python', { recursive: true, force: true });
  try {
    await exec(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder]);
    await exec(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', requirements], { maxBuffer: 64 << 20 });
  } catch (error) {
    throw new Error(
      `Python 3 with venv and pip is needed: ${String(error.stderr || error.message)
        .trim()
        .slice(-500)}`,
      { cause: error },
    );
  }
  await writeFile(`${folder}/complete`, '');
  return python;
}

/** Installs beside the folder and moves it there when complete, so that an interrupted download is not taken for a whole one. */
async function fetched(folder, name, say, finish) {
  const marker = `${folder}/node_modules/${name.split('@')[0]}/package.json`;
  if (existsSync(marker)) return folder;
  say(`fetching ${name} from npm into ${folder}`);
  const temporary = `${folder}.partial`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  await npmInstall(temporary, ['--prefix', '.', '--no-save', name]);
  await finish(temporary);
  await rm(folder, { recursive: true, force: true });
  await rename(temporary, folder);
  return folder;
}

// Without scripts: they compile native modules for minutes, and nothing here needs them.
async function npmInstall(cwd, args) {
  const all = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...args];
  // `npm test` hands its own folder down in npm_config_local_prefix; this npm must find the folder it is started in.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_.*prefix$/i.test(name)));
  await exec('npm', all, { cwd, env, shell: process.platform === 'win32', maxBuffer: 64 << 20 });
}
