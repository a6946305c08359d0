import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { noProgress } from '../../../src/base/progress';
import { runProgram } from '../../../src/cli/program';

interface Run {
  readonly status: number;
  readonly out: string;
  readonly told: string;
}

async function run(...words: string[]): Promise<Run> {
  const out: string[] = [];
  const told: string[] = [];
  const status = await runProgram(['migrate', ...words], {
    terminal: { out: (line) => out.push(line), tell: (line) => told.push(line), progress: noProgress },
    installation: { dist: '/nowhere', sample: '/nowhere' },
    packageFile: 'package.json',
    key: undefined,
    signal: new AbortController().signal,
  });
  return { status, out: out.join('\n'), told: told.join('\n') };
}

function folder(it: TestContext, files: Readonly<Record<string, string>>): (name: string) => string {
  const place = mkdtempSync(path.join(tmpdir(), 'migrate-'));
  it.after(() => rm(place, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(place, name), text);
  }
  return (name) => path.join(place, name);
}

const old = '# ours\nname: m\nmodel_format: Triton\nlocal_path: ./x\n';
const today = '# ours\nname: m\ntype: triton_model\npath: ./x\n';
const endpoint = 'name: my-e\nauth_mode: key\ndeployments:\n  - name: blue\n    model: azureml:m:1\n    instance_type: x\n';

test('prints the result and leaves the file as it is', async (it) => {
  const at = folder(it, { 'm.yml': old });
  const { status, out } = await run(at('m.yml'));
  assert.deepEqual([status, `${out}\n`], [0, today]);
  assert.equal(readFileSync(at('m.yml'), 'utf8'), old);
});

test('writes the file when told to, and nothing beside it', async (it) => {
  const at = folder(it, { 'm.yml': old });
  const { status, out } = await run(at('m.yml'), '--write');
  assert.deepEqual([status, out], [0, '']);
  assert.equal(readFileSync(at('m.yml'), 'utf8'), today);
  assert.deepEqual(readdirSync(at('.')), ['m.yml']);
});

test('writes a deployment of an endpoint into a file of its own', async (it) => {
  const at = folder(it, { 'e.yml': endpoint });
  assert.equal((await run(at('e.yml'), '--write')).status, 0);
  assert.equal(readFileSync(at('e.yml'), 'utf8'), 'name: my-e\nauth_mode: key\n');
  assert.match(readFileSync(at('blue-deployment.yml'), 'utf8'), /^endpoint_name: my-e$/m);
});

test('never overwrites another file, and then leaves the endpoint as it is', async (it) => {
  const at = folder(it, { 'e.yml': endpoint, 'blue-deployment.yml': 'mine' });
  const { status, told } = await run(at('e.yml'), '--write');
  assert.equal(status, 1);
  assert.match(told, /EEXIST/);
  assert.equal(readFileSync(at('e.yml'), 'utf8'), endpoint);
  assert.equal(readFileSync(at('blue-deployment.yml'), 'utf8'), 'mine');
});

test('keeps who may read a file, goes through a link, and is not held up by what a killed run has left', async (it) => {
  const at = folder(it, { 'm.yml': old, 'm.yml.migrating': 'half' });
  chmodSync(at('m.yml'), 0o640);
  symlinkSync(at('m.yml'), at('link.yml'));
  const { status, told } = await run(at('link.yml'), '--write');
  assert.equal(status, 0, told);
  assert.ok(lstatSync(at('link.yml')).isSymbolicLink());
  assert.equal(readFileSync(at('m.yml'), 'utf8'), today);
  if (process.platform !== 'win32') {
    assert.equal(statSync(at('m.yml')).mode & 0o777, 0o640);
  }
  assert.deepEqual(readdirSync(at('.')).sort(), ['link.yml', 'm.yml', 'm.yml.migrating']);
});

test('says of another file that it is none of Azure’s', async (it) => {
  const at = folder(it, { 'pod.yml': 'apiVersion: v1\nkind: Pod\n' });
  const { status, out, told } = await run(at('pod.yml'));
  assert.deepEqual([status, out], [1, '']);
  assert.match(told, /pod\.yml/);
});

test('a file that is not there fails, and no file at all is a wrong call', async () => {
  assert.equal((await run('/nowhere/m.yml')).status, 1);
  assert.equal((await run()).status, 2);
});

test('of a folder only the files of 2021 are written, and links are not followed', async (it) => {
  const other = 'name: ci\non: push\n';
  const at = folder(it, { 'm.yml': old, 'today.yml': today, 'ci.yaml': other });
  mkdirSync(at('inner'));
  writeFileSync(path.join(at('inner'), 'e.yaml'), endpoint);
  symlinkSync(at('.'), at('loop'));
  const { status, told } = await run(at('.'), '--write');
  assert.equal(status, 0, told);
  assert.equal(readFileSync(at('m.yml'), 'utf8'), today);
  assert.equal(readFileSync(at('today.yml'), 'utf8'), today);
  assert.equal(readFileSync(at('ci.yaml'), 'utf8'), other);
  assert.equal(readFileSync(path.join(at('inner'), 'e.yaml'), 'utf8'), 'name: my-e\nauth_mode: key\n');
  assert.equal((await run(at('.'))).out, '');
});
