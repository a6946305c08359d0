import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WindowNames, type WindowNamesPorts } from '../../../../src/ui/shell/windowNames';

const ref = { subscriptionId: 's', resourceGroup: 'g', workspace: 'w' };
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const notUsed = (): never => {
  throw new Error('not asked for');
};

function ports(more: Partial<WindowNamesPorts> = {}): WindowNamesPorts & { readonly asked: () => number } {
  let count = 0;
  return {
    asked: () => count,
    workspaces: () => {
      count += 1;
      return Promise.resolve({ found: [{ place: { kind: 'emulator' }, ref, label: 'Local emulator' }], failed: [] });
    },
    open: notUsed,
    log: silent,
    now: () => 0,
    goodFor: 1000,
    patience: 30_000,
    ...more,
  };
}

test('typing asks once in a while, and again when something has changed', async () => {
  let time = 0;
  const given = ports({ now: () => time });
  const names = new WindowNames(given);
  await Promise.all([names.known(), names.known()]);
  await names.known();
  assert.equal(given.asked(), 1);
  time = 1000;
  await names.known();
  assert.equal(given.asked(), 2);
  names.forget();
  await names.known();
  assert.equal(given.asked(), 3);
});

test('a workspace that cannot be listed has no names, and nobody is told', async () => {
  assert.deepEqual(await new WindowNames(ports()).known(), { endpoints: [], models: [] });
});

test('nobody waits longer than the patience of one who types', async () => {
  const never = new Promise<never>(() => undefined);
  assert.deepEqual(await new WindowNames(ports({ workspaces: () => never, patience: 1 })).known(), { endpoints: [], models: [] });
});

test('names of another account are gone at once, those on their way included', async () => {
  const endpoint = { ref: { ...ref, endpoint: 'birds' } };
  const listed = { list: () => Promise.resolve({ items: [endpoint] }) };
  let isSlow = false;
  let come = (): void => undefined;
  const given = ports({
    patience: 50,
    open: (() => ({ endpoints: listed, models: { list: () => Promise.resolve({ items: [] }) } })) as never,
    workspaces: async () => {
      if (isSlow) {
        await new Promise<void>((resolve) => (come = resolve));
      }
      return { found: [{ place: { kind: 'emulator' }, ref, label: 'Local emulator' }], failed: [] };
    },
  });
  const names = new WindowNames(given);
  assert.deepEqual((await names.known()).endpoints, ['birds']);
  isSlow = true;
  names.forget();
  assert.deepEqual((await names.known()).endpoints, []);
  const late = come;
  names.forget();
  late();
  assert.deepEqual((await names.known()).endpoints, []);
});
