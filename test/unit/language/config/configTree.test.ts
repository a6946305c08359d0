import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModelConfig } from '../../../../src/documents/pbtxt/modelConfig';
import { nodesAt, nodesOf } from '../../../../src/language/config/configTree';

function pathsAt(text: string): readonly string[] {
  const offset = text.indexOf('^');
  const nodes = nodesOf(readModelConfig(text.replace('^', '')).document.root);
  return nodesAt(nodes, offset).map(({ path, element }) => `${path} ${nodes.findIndex((node) => node.element === element)}`);
}

test('of a list the element around the place counts, and what is in it', () => {
  assert.deepEqual(pathsAt('input [ { name: "a" }, { name: "^b" } ]'), ['input 2', 'input.name 3']);
  assert.deepEqual(pathsAt('input { dims: [ 1, 2^, 3 ] }'), ['input 0', 'input.dims 2']);
});

test('between the elements of a list it is the first one', () => {
  assert.deepEqual(pathsAt('input { dims: ^ [ 1, 2, 3 ] }'), ['input 0', 'input.dims 1']);
});

test('a place in a list of a hundred thousand is found at once', () => {
  const text = `input { dims: [ ${'1, '.repeat(100_000)}^2 ] }`;
  const [outer, inner] = pathsAt(text);
  assert.equal(outer, 'input 0');
  assert.equal(inner, 'input.dims 100001');
});
