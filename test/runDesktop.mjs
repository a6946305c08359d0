// npm run test:desktop: the checks inside VS Code, in the desktop VS Code that @vscode/test-electron downloads.
import { runTests } from '@vscode/test-electron';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleForVsCode } from './support/bundleTests.mjs';
import { integrationModule } from './support/prepareVsCode.mjs';

execFileSync(process.execPath, ['esbuild.mjs', '--quiet'], { stdio: 'inherit' });
await bundleForVsCode('test/integration/index.ts', integrationModule);
const folder = await mkdtemp(join(tmpdir(), 'triton-desktop-'));
try {
  await runTests({
    version: process.env.VSCODE_VERSION ?? 'stable',
    extensionDevelopmentPath: resolve('.'),
    extensionTestsPath: resolve(integrationModule.replace(/\.js$/, '')),
    launchArgs: [folder, '--disable-workspace-trust'],
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
