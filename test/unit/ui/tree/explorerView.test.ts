import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import { themeIcon, type ExplorerNode } from '../../../../src/explorer/explorerNode';
import { failedNode } from '../../../../src/explorer/noticeNodes';
import { ExplorerView } from '../../../../src/ui/tree/explorerView';
import type { Row } from '../../../../src/ui/tree/row';

function node(id: string, rest: Partial<ExplorerNode> = {}): ExplorerNode {
  return { id, label: id, icon: themeIcon('circle'), contextValue: 'workspace', tooltip: id, accessibilityLabel: id, ...rest };
}

/** A tree, what VS Code was told to ask for again (ids, or "everything"), and the descriptions that were drawn. */
function view(roots: readonly ExplorerNode[]) {
  const fired: string[] = [];
  const drawn: string[] = [];
  const tree = new ExplorerView({
    changed: {
      fire: (row) => {
        fired.push(row?.id ?? 'everything');
      },
    },
    roots: () => Promise.resolve(roots),
    failed: (error, parentId) => failedNode(error instanceof Error ? error : new Error(String(error)), parentId),
    log: silentLog,
    toItem: ({ description }) => {
      drawn.push(description ?? '');
      throw new Error('VS Code draws it');
    },
    showLoading: () => undefined,
    pollMilliseconds: 20,
  });
  return { tree, fired, drawn };
}

/** What VS Code has after it has asked for the rows at the top and for those below the first. */
async function opened(tree: ExplorerView): Promise<{ readonly parent: Row; readonly below: readonly Row[] }> {
  const [parent] = await tree.getChildren();
  assert.ok(parent);
  return { parent, below: await tree.getChildren(parent) };
}

const ids = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a list that cannot be loaded is one row that says why', async () => {
  const { tree } = view([node('p', { children: () => Promise.reject(new UserError('Your account may not do this.', 'azure-forbidden')) })]);
  const { below } = await opened(tree);
  assert.deepEqual(
    below.map((row) => [row.node.label, row.node.target]),
    [['Your account may not do this.', { kind: 'row', id: 'p' }]],
  );
  tree.dispose();
});

test('while something is changing its list is loaded again, and no longer once that has ended', async () => {
  let loads = 0;
  const { tree, fired } = view([node('p', { children: () => Promise.resolve([node('c', { changing: (loads += 1) < 3 })]) })]);
  await opened(tree);
  await pause(200);
  assert.deepEqual([loads, fired], [3, []]);
  tree.dispose();
});

test('VS Code hears of the row that looks other than before, and of no other', async () => {
  const states = ['Creating', 'Creating', 'Succeeded'];
  const row = (): ExplorerNode => node('c', { description: states.shift() ?? 'Succeeded' });
  const { tree, fired, drawn } = view([node('p', { children: () => Promise.resolve([node('a'), row()]) })]);
  const { below } = await opened(tree);
  tree.refresh('p');
  await pause(5);
  assert.deepEqual(fired, []);
  tree.refresh('p');
  await pause(5);
  assert.deepEqual(fired, ['c']);
  const [, changed] = below;
  assert.ok(changed);
  assert.throws(() => tree.getTreeItem(changed), /VS Code draws it/);
  assert.deepEqual(drawn, ['Succeeded']);
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
  const { tree, fired } = view([paged()]);
  const { parent, below } = await opened(tree);
  assert.deepEqual(ids(below), ['row1', 'p/more']);
  await tree.loadMore('p/more');
  assert.deepEqual(fired, ['p']);
  assert.deepEqual(ids(await tree.getChildren(parent)), ['row1', 'row2', 'p/more']);
  await tree.loadMore('p/more');
  assert.deepEqual(ids(await tree.getChildren(parent)), ['row1', 'row2', 'row3']);
  tree.dispose();
});

test('pages that were loaded are still there after a refresh', async () => {
  const { tree } = view([paged()]);
  const { parent } = await opened(tree);
  await tree.loadMore('p/more');
  await tree.getChildren(parent);
  tree.refresh('p');
  await pause(5);
  assert.deepEqual(ids(await tree.getChildren(parent)), ['row1', 'row2', 'p/more']);
  tree.dispose();
});

test('a change in a workspace loads again what is open in it', async () => {
  const loads: string[] = [];
  const row = (id: string, ...below: readonly ExplorerNode[]): ExplorerNode =>
    node(id, {
      children: () => {
        loads.push(id);
        return Promise.resolve(below);
      },
    });
  const { tree } = view([row('w/models', row('w/models/m')), row('w/onlineEndpoints'), row('x/models')]);
  const [models, , other] = await tree.getChildren();
  const [leaf] = await tree.getChildren(models);
  await tree.getChildren(leaf);
  await tree.getChildren(other);
  loads.length = 0;
  tree.refreshUnder('w');
  await pause(5);
  assert.deepEqual(loads, ['w/models', 'w/models/m']);
  tree.dispose();
});

test('a row that VS Code hands over is known by its id, and anything else is not a row', async () => {
  const { tree } = view([node('a')]);
  const [row] = await tree.getChildren();
  assert.equal(tree.rowOf(row), row?.node);
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
  await opened(tree);
  assert.deepEqual(tree.placeOf('t/failure'), { kind: 'azure', tenantId: 'x' });
  assert.equal(tree.placeOf('nowhere'), undefined);
  tree.dispose();
});

test('rows that were there stay when they cannot be loaded again, below the row that says why', async () => {
  let fails = false;
  const { tree, fired } = view([
    node('p', { children: () => (fails ? Promise.reject(new UserError('No answer.', 'x')) : Promise.resolve([node('a'), node('b')])) }),
  ]);
  const { parent } = await opened(tree);
  const afterRefresh = async (): Promise<string[]> => {
    tree.refresh('p');
    await pause(5);
    return ids(await tree.getChildren(parent));
  };
  fails = true;
  assert.deepEqual(await afterRefresh(), ['p/failure', 'a', 'b']);
  assert.deepEqual(await afterRefresh(), ['p/failure', 'a', 'b']);
  fails = false;
  assert.deepEqual(await afterRefresh(), ['a', 'b']);
  assert.deepEqual(fired, ['p', 'p']);
  tree.dispose();
});

/** A row whose children each load answers by hand. */
function slow(id: string): { readonly row: ExplorerNode; readonly answers: ((rows: readonly ExplorerNode[]) => void)[] } {
  const answers: ((rows: readonly ExplorerNode[]) => void)[] = [];
  return { row: node(id, { children: () => new Promise((answer) => answers.push(answer)) }), answers };
}

test('rows that are loading again are still known to commands, and given to VS Code at once', async () => {
  const { row, answers } = slow('p');
  const { tree, fired } = view([row]);
  const [parent] = await tree.getChildren();
  const first = tree.getChildren(parent);
  answers[0]?.([node('a')]);
  await first;
  tree.refresh();
  await pause(5);
  assert.deepEqual(ids(await tree.getChildren(parent)), ['a']);
  assert.equal(tree.rowOf({ id: 'a' })?.id, 'a');
  assert.deepEqual(fired, []);
  answers[1]?.([node('b')]);
  await pause(5);
  assert.deepEqual(fired, ['p']);
  assert.deepEqual(ids(await tree.getChildren(parent)), ['b']);
  assert.equal(tree.rowOf({ id: 'a' }), undefined);
  tree.dispose();
});

test('a list that takes long keeps nobody waiting for the rest', async () => {
  const roots = [slow('p').row];
  const { tree, fired } = view(roots);
  const [parent] = await tree.getChildren();
  void tree.getChildren(parent);
  roots.push(node('q'));
  tree.refresh();
  await pause(5);
  assert.deepEqual(fired, ['everything']);
  assert.deepEqual(ids(await tree.getChildren()), ['p', 'q']);
  tree.dispose();
});

test('what is closed is not loaded before it is opened again', async () => {
  let loads = 0;
  const roots = [node('p', { children: () => Promise.resolve([node(`c${(loads += 1)}`)]) })];
  const { tree } = view(roots);
  const { parent } = await opened(tree);
  roots.push(node('q'));
  tree.refresh();
  await pause(5);
  // VS Code asks for the rows at the top only: `p` is closed.
  await tree.getChildren();
  const before = loads;
  tree.refresh();
  await pause(5);
  assert.equal(loads, before);
  assert.deepEqual(ids(await tree.getChildren(parent)), [`c${before + 1}`]);
  tree.dispose();
});

test('below a row that has become another the children are those of the new row', async () => {
  const roots = [node('p', { children: () => Promise.resolve([node('old')]) })];
  const { tree } = view(roots);
  const { parent } = await opened(tree);
  roots[0] = node('p', { children: () => Promise.resolve([node('new')]) });
  tree.refresh();
  await pause(5);
  assert.deepEqual(ids(await tree.getChildren(parent)), ['new']);
  tree.dispose();
});

test('a refresh that comes while another is loading shows what is there now, whichever answers first', async () => {
  for (const order of [
    [1, 2],
    [2, 1],
  ]) {
    const { row, answers } = slow('p');
    const { tree } = view([row]);
    const [parent] = await tree.getChildren();
    const first = tree.getChildren(parent);
    answers[0]?.([]);
    await first;
    tree.refresh('p');
    tree.refresh('p');
    for (const load of order) {
      answers[load]?.([node(load === 2 ? 'now' : 'before')]);
      await pause(5);
    }
    assert.deepEqual(ids(await tree.getChildren(parent)), ['now']);
    tree.dispose();
  }
});
