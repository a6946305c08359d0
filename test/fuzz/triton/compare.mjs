// Whether two answers mean the same; what says nothing about Triton is left out.

const HEADERS = ['content-type', 'content-encoding', 'accept-encoding'];

/** A short description of the first difference; undefined when there is none. */
export function difference(ours, theirs) {
  if (ours.answer === undefined || theirs.answer === undefined) {
    const [a, b] = [ours, theirs].map(({ answer, ending }) => (answer === undefined ? ending : `answered ${answer.status}`));
    return a === b ? undefined : `ours ${a}, Triton ${b}`;
  }
  const [mine, real] = [ours.answer, theirs.answer];
  if (mine.status !== real.status) return `status ${mine.status} ${errorOf(mine)}, Triton ${real.status} ${errorOf(real)}`;
  for (const name of HEADERS) {
    if (mine.headers.get(name) !== real.headers.get(name)) return `${name} ${mine.headers.get(name)}, Triton ${real.headers.get(name)}`;
  }
  const length = 'inference-header-content-length';
  if (mine.headers.has(length) !== real.headers.has(length))
    return `${length} ${mine.headers.get(length)}, Triton ${real.headers.get(length)}`;
  if (ours.ending !== theirs.ending) return `connection ${ours.ending}, Triton ${theirs.ending}`;
  if (mine.body.equals(real.body)) return undefined;
  const [a, b] = [mine, real].map(meaning);
  return firstDifference(a, b, '$');
}

function errorOf({ body }) {
  return normalText(body.toString('latin1').slice(0, 300));
}

/** Triton keeps inputs in hash maps: lists of names have no order. */
function normalText(text) {
  return text.replace(/\[('[^\]]*')\]/g, (_, names) => `[${names.split(',').sort().join()}]`);
}

function meaning({ headers, body }) {
  if (headers.get('content-type')?.startsWith('text/event-stream')) {
    return body
      .toString('latin1')
      .split('\n\n')
      .map((event) => meaning({ headers: new Map(), body: Buffer.from(event.replace(/^data: /, ''), 'latin1') }));
  }
  const announced = headers.get('inference-header-content-length');
  const text = body.subarray(0, announced === undefined ? body.length : Number(announced)).toString('latin1');
  let value;
  try {
    value = parse(text);
  } catch {
    return text;
  }
  if (Array.isArray(value?.outputs) && value.model_name !== undefined) {
    let at = Number(announced ?? 0);
    for (const output of value.outputs) {
      const size = Number(output.parameters?.binary_data_size ?? 0);
      if (output.parameters?.binary_data_size !== undefined) output.data = body.subarray(at, at + size).toString('hex');
      at += size;
    }
    value.outputs = value.outputs.sort(byName);
  }
  if (Array.isArray(value?.model_stats))
    value.model_stats = Object.fromEntries(value.model_stats.map((one) => [`${one.name} ${one.version}`, counted(one)]));
  if (Array.isArray(value))
    value = value.map(({ reason, ...rest }) => (/unloaded/.test(reason ?? '') ? { reason, ...rest } : rest)).sort(byName);
  if (value?.extensions !== undefined) value = { extensions: value.extensions.sort() };
  if (value !== null && typeof value === 'object' && 'runtime' in value) delete value.runtime;
  if (typeof value?.error === 'string') value.error = normalText(value.error);
  return value;
}

/** Times are no two servers' own, and failed requests count differently in the backend that the real server has. */
function counted({ inference_count, execution_count, batch_stats }) {
  return {
    inference_count,
    execution_count,
    batches: batch_stats?.map(({ batch_size, compute_infer }) => [batch_size, compute_infer?.count]).sort(),
  };
}

function byName(a, b) {
  return `${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1;
}

/** JSON with bare NaN and Infinity, and whole numbers beyond 2^53 as they are written. */
function parse(text) {
  const strict = text.replace(/"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)/gs, (token) =>
    token.startsWith('"') ? token.replace(/[\0-\x1f]/g, ' ') : `"bare ${token}"`,
  );
  return JSON.parse(strict, (_, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value,
  );
}

function firstDifference(a, b, path) {
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null && Array.isArray(a) === Array.isArray(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    for (const key of keys) {
      const found = firstDifference(a[key], b[key], `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-5 * Math.max(Math.abs(a), Math.abs(b))) return undefined;
  return Object.is(a, b) ? undefined : `${path} ${short(a)}, Triton ${short(b)}`;
}

function short(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === undefined ? 'nothing' : text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** The kind of a difference: its words without names and numbers. */
export function kindOf(text) {
  return text
    .replace(/'[^']*'|"[^"]*"/g, '…')
    .replace(/-?\d+/g, (number) => (/^[2-5]\d\d$/.test(number) ? number : '#'))
    .slice(0, 260);
}
