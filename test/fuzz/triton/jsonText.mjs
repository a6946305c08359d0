// JSON as a tree that can be wrong: members may come twice, and a leaf is any text.

export const leaf = (text) => ({ kind: 'leaf', text });
export const list = (items) => ({ kind: 'list', items });
export const object = (members) => ({ kind: 'object', members });

export function treeOf(value) {
  if (value !== null && typeof value === 'object' && 'kind' in value) return value;
  if (Array.isArray(value)) return list(value.map(treeOf));
  if (value !== null && typeof value === 'object') return object(Object.entries(value).map(([key, one]) => [key, treeOf(one)]));
  return leaf(JSON.stringify(value));
}

export function textOf(tree) {
  switch (tree.kind) {
    case 'leaf':
      return tree.text;
    case 'list':
      return `[${tree.items.map(textOf).join(',')}]`;
    default:
      return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
  }
}

const numbers =
  '-1 0 1 2 3 8 16 64 1.5 1e2 1E400 -0 -0.0 1.0 0.1 9007199254740993 18446744073709551615 18446744073709551616 9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 2147483648 -2147483649 4294967296 NaN Infinity -Infinity nan Inf inf -NaN 01 +1 1. .5 1e 1e+ - 0x10 1e-400 5e-324 123456789012345678901234567890 0.1e1'.split(
    ' ',
  );
const others = [
  ...['true', 'false', 'null', 'True', 'nul', '""', '"1"', '"abc"', '"\\u00e9"', '"\\ud800"', '"\\ud83d\\ude00"', '"\\udc00\\ud800"'],
  ...[
    '"\\x41"',
    '"\t"',
    '"\\u00"',
    '"\\/\\b\\f\\n\\r\\t"',
    '"a\\u0000b"',
    '"\u00c3\u00a9"',
    '"\u00ff\u00fe"',
    "'a'",
    '"7"',
    '"INPUT0"',
    '"FP32"',
  ],
  ...['[]', '{}', '[[]]', '[1]', '{"a":1}', '[1,]', '{"a":1,}', '{a:1}', '/**/1', '', ' 1 ', '"', '[', '{', ']', '"\\'],
];
const names =
  'id parameters inputs outputs name shape datatype data binary_data binary_data_size binary_data_output classification priority timeout sequence_id sequence_start sequence_end shared_memory_region shared_memory_byte_size shared_memory_offset headers triton_x ready config unload_dependents trace_level trace_rate log_info text_input'.split(
    ' ',
  );

function nodesOf(tree, found = []) {
  found.push(tree);
  for (const child of tree.kind === 'list' ? tree.items : tree.kind === 'object' ? tree.members.map(([, value]) => value) : []) {
    nodesOf(child, found);
  }
  return found;
}

/** Changes one place of a copy. */
export function mutated(tree, { pick, below, chance }) {
  const copy = structuredClone(tree);
  const node = pick(chance(0.6) ? nodesOf(copy).filter((one) => one.kind !== 'leaf' || chance(0.3)) : nodesOf(copy)) ?? copy;
  const junk = () => leaf(pick(chance(0.55) ? numbers : others));
  if (node.kind === 'leaf' || chance(0.25)) {
    const replacement = junk();
    for (const key of Object.keys(node)) delete node[key];
    Object.assign(node, replacement);
    return copy;
  }
  const entries = node.kind === 'list' ? node.items : node.members;
  const made = () => (node.kind === 'list' ? junk() : [pick(names), junk()]);
  const at = below(entries.length + 1);
  switch (below(node.kind === 'list' ? 4 : 5)) {
    case 0:
      entries.splice(at, 1);
      break;
    case 1:
      entries.splice(at, 0, made());
      break;
    case 2:
      if (entries.length > 0) entries.splice(at, 0, structuredClone(pick(entries)));
      break;
    case 3:
      if (entries.length > 0) entries[below(entries.length)] = made();
      break;
    default:
      if (entries.length > 0) entries[below(entries.length)][0] = pick([...names, '', 'x']);
  }
  return copy;
}

const pieces = [...'{}[]:,"\'\\ \t\n-+.eE0/#', '\u00ef\u00bb\u00bf', '\0', '\u00ff', 'NaN', '"a":1,', '//x\n', '/*x*/'];

/** Changes a text as such. */
export function mutatedText(text, { pick, below }) {
  const at = below(text.length + 1);
  switch (below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + pick(pieces) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + below(3));
    default:
      return text.slice(0, at) + pick(pieces) + text.slice(at + 1);
  }
}
