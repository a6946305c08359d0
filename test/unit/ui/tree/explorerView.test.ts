import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import { themeIcon, type ExplorerNode } from '../../../../src/explorer/explorerNode';
import { failedNode } from '../../../../src/explorer/noticeNodes';
import { ExplorerView } from '../../../../src/ui/tree/explorerView';

function node(id: string, rest: Partial<ExplorerNode> = {}): ExplorerNode {
  return { id, label: id, icon: themeIcon('circle'), contextValue: 'workspace', tooltip: id, accessibilityLabel: id, ...rest };
}

/** A tree, and what VS Code was told to load again: ids, or "everything". */
function view(roots: readonly ExplorerNode[]) {
  const fired: string[] = [];
  const tree = new ExplorerView({
    changed: {
      fire: (row) => {
        fired.push(row?.id ?? 'everything');
      },
    },
    roots: () => Promise.resolve(roots),
    failed: (error, parentId) => failedNode(error instanceof Error ? error : new Error(String(error)), parentId),
    log: silentLog,
    toItem: () => {
      throw new Error('not drawn here');
    },
    pollMilliseconds: 20,
  });
  return { tree, fired };
}

const ids = (rows: readonly ExplorerNode[]): string[] => rows.map(({ id }) => id);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a list that cannot be loaded is one row that says why', async () => {
  const parent = node('p', { children: () => Promise.reject(new UserError('Your account may not do this.', 'azure-forbidden')) });
  const { tree } = view([parent]);
  const [row] = await tree.getChildren(parent);
  assert.equal(row?.label, 'Your account may not do this.');
  assert.deepEqual(row.target, { kind: 'row', id: 'p' });
  tree.dispose();
});

test('while something is changing its list is loaded again, and no longer once that has ended', async () => {
  const states = [true, true, false];
  const parent = node('p', { children: () => Promise.resolve([node('c', { changing: states.shift() ?? false })]) });
  const { tree, fired } = view([parent]);
  await tree.getChildren();
  for (let round = 1; round <= 2; round += 1) {
    await tree.getChildren(parent);
    await pause(60);
    assert.equal(fired.length, round);
  }
  await tree.getChildren(parent);
  await pause(60);
  assert.deepEqual(fired, ['p', 'p']);
  tree.dispose();
});

/** Three pages of one row each. */
function paged(): ExplorerNode {
  const page = (number: number): readonly ExplorerNode[] => [
    node(`row${number}`),
    ...(number < 3 ? [node('p/more', { more: () => Promise.resolve(page(number + 1)) })] : []),
  ];
  return node('p', { children: () => Promise.resolve(page(1)) });
}

test('the next page takes the place of the row that stood for it', async () => {
  const parent = paged();
  const { tree, fired } = view([parent]);
  await tree.getChildren();
  assert.deepEqual(ids(await tree.getChildren(parent)), ['row1', 'p/more']);
  await tree.loadMore('p/more');
  assert.deepEqual(fired, ['p']);
  assert.deepEqual(ids(await tree.getChildren(parent)), ['row1', 'row2', 'p/more']);
  await tree.loadMore('p/more');
  assert.deepEqual(ids(await tree.getChildren(parent)), ['row1', 'row2', 'row3']);
  tree.dispose();
});

test('pages that were loaded are still there after a refresh', async () => {
  const parent = paged();
  const { tree } = view([parent]);
  await tree.getChildren();
  await tree.getChildren(parent);
  await tree.loadMore('p/more');
  await tree.getChildren(parent);
  tree.refresh('p');
  assert.deepEqual(ids(await tree.getChildren(parent)), ['row1', 'row2', 'p/more']);
  tree.dispose();
});

test('a change in a workspace loads again what is open in it, from the top', async () => {
  const leaf = node('w/models/m', { children: () => Promise.resolve([]) });
  const models = node('w/models', { children: () => Promise.resolve([leaf]) });
  const endpoints = node('w/onlineEndpoints', { children: () => Promise.resolve([]) });
  const other = node('x/models', { children: () => Promise.resolve([]) });
  const { tree, fired } = view([models, endpoints, other]);
  await tree.getChildren();
  for (const row of [models, leaf, other]) {
    await tree.getChildren(row);
  }
  tree.refreshUnder('w');
  await pause(20);
  assert.deepEqual(fired, ['w/models']);
  tree.dispose();
});

test('a row that VS Code hands over is known by its id, and anything else is not a row', async () => {
  const { tree } = view([node('a')]);
  const [row] = await tree.getChildren();
  assert.equal(tree.rowOf(row), row);
  for (const stranger of [undefined, null, 'a', 7, { id: 'b' }, { id: 7 }]) {
    assert.equal(tree.rowOf(stranger), undefined);
  }
  tree.dispose();
});

test('a row belongs to the service of the nearest row above it that says one', async () => {
  const leaf = node('t/failure', { target: { kind: 'row', id: 't' } });
  const tenant = node('t', {
    target: { kind: 'tenant', place: { kind: 'azure', tenantId: 'x' } },
    children: () => Promise.resolve([leaf]),
  });
  const { tree } = view([tenant]);
  await tree.getChildren();
  await tree.getChildren(tenant);
  assert.deepEqual(tree.placeOf('t/failure'), { kind: 'azure', tenantId: 'x' });
  assert.equal(tree.placeOf('nowhere'), undefined);
  tree.dispose();
});

test('rows that were there stay when they cannot be loaded again, below the row that says why', async () => {
  let fails = false;
  const parent = node('p', {
    children: () => (fails ? Promise.reject(new UserError('No answer.', 'x')) : Promise.resolve([node('a'), node('b')])),
  });
  const { tree } = view([parent]);
  await tree.getChildren(parent);
  fails = true;
  for (const round of [1, 2]) {
    assert.deepEqual(ids(await tree.getChildren(parent)), ['p/failure', 'a', 'b'], String(round));
  }
  fails = false;
  assert.deepEqual(ids(await tree.getChildren(parent)), ['a', 'b']);
  tree.dispose();
});

test('what is open is loaded before VS Code is told to forget it, and only once', async () => {
  let loads = 0;
  const parent = node('p', { children: () => Promise.resolve([node(`c${(loads += 1)}`)]) });
  const { tree, fired } = view([parent]);
  await tree.getChildren();
  await tree.getChildren(parent);
  tree.refresh();
  await pause(20);
  assert.deepEqual([fired, loads], [['everything'], 2]);
  await tree.getChildren();
  assert.deepEqual(ids(await tree.getChildren(parent)), ['c2']);
  assert.equal(loads, 2);
  tree.dispose();
});

test('a list that takes long keeps nobody waiting for the rest', async () => {
  const parent = node('p', { children: () => new Promise(() => undefined) });
  const { tree, fired } = view([parent]);
  await tree.getChildren();
  void tree.getChildren(parent);
  tree.refresh();
  await pause(1_300);
  assert.deepEqual(fired, ['everything']);
  tree.dispose();
});

test('below a row that has become another the children are those of the new row', async () => {
  const roots = [node('p', { children: () => Promise.resolve([node('old')]) })];
  const { tree } = view(roots);
  await tree.getChildren();
  await tree.getChildren(roots[0]);
  roots[0] = node('p', { children: () => Promise.resolve([node('new')]) });
  tree.refresh();
  await pause(20);
  assert.deepEqual(ids(await tree.getChildren(roots[0])), ['new']);
  tree.dispose();
});

test('a refresh that comes while another is loading shows what is there now', async () => {
  const answers: ((rows: readonly ExplorerNode[]) => void)[] = [];
  const parent = node('p', { children: () => new Promise((answer) => answers.push(answer)) });
  const { tree, fired } = view([parent]);
  await tree.getChildren();
  const first = tree.getChildren(parent);
  answers[0]?.([]);
  await first;
  tree.refresh('p');
  tree.refresh('p');
  answers[1]?.([node('before')]);
  answers[2]?.([node('now')]);
  await pause(20);
  assert.deepEqual(fired, ['p', 'p']);
  assert.deepEqual(ids(await tree.getChildren(parent)), ['now']);
  tree.dispose();
});
