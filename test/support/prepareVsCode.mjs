// What the real-window tests need besides the product: the module that runs inside VS Code, and stand-ins for the sign-in and for Red Hat's YAML.
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { bundleForVsCode } from './bundleTests.mjs';

export const integrationModule = '.test-build/integration/index.js';
const standInYaml = '.test-build/standInYaml';

/** `server` is the tests' own copy of the VS Code server: its Microsoft sign-in is replaced, since Azure is not to be reached. */
export async function prepareVsCode(server) {
  await bundleForVsCode('test/integration/index.ts', integrationModule);
  const place = `${server}/extensions/microsoft-authentication`;
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  await copyFile('test/vscode/standInAuthentication/package.json', `${place}/package.json`);
  await bundleForVsCode('test/vscode/standInAuthentication/extension.ts', `${place}/extension.js`);
  await mkdir(standInYaml, { recursive: true });
  await copyFile('test/vscode/standInYaml/package.json', `${standInYaml}/package.json`);
  await bundleForVsCode('test/vscode/standInYaml/extension.ts', `${standInYaml}/extension.js`);
}
