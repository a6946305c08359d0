// Differences that are right to keep; docs/emulator.md has the reasons.
import { METHODS } from 'node:http';
import { textOf } from './jsonText.mjs';

/** Methods that Node's HTTP parser reads; after any other it cannot go on with the connection. */
const methods = new Set(METHODS.filter((method) => method !== 'CONNECT'));

/** What the standard forbids, and Node hangs up on while Triton answers or waits for more. */
const refused = /^ours closed, Triton (?:silent|answered \d+)$/;
/** What may come of a head, by the name of what is wrong with it; whatever else comes is a difference. */
const oddHeads = {
  'blank before a colon': refused,
  'line without a colon': refused,
  'folded header': refused,
  'line feeds alone': refused,
  'HTTP/2.0': refused,
  'HTTP/1.2': refused,
  'http/1.1': refused,
  'no version': refused,
  'length twice': refused,
  'another length': refused,
  'length with plus': refused,
  'length of letters': refused,
  'length negative': refused,
  'length empty': refused,
  'length and letters': refused,
  'encoding unknown': refused,
  'line before': /^ours answered \d+, Triton silent$/,
};

/** Models, and 'settings', that only one of the two has been asked about: what they count and show is not the same any more. */
const missed = new Set();
/** Sequence -> when it was last named, and whether both servers know for sure that it runs. */
const sequences = new Map();

/** To be told of every pair of answers, in order. */
export function remember({ target, json }, ours, theirs) {
  const areAlike = ours.answer?.status === theirs.answer?.status;
  if (!areAlike) {
    for (const name of subjectsOf(target)) missed.add(name);
  }
  const id = target.includes('/sequence/') && json !== undefined ? /"sequence_id":\s*("[^"]*"|\d+)/.exec(textOf(json))?.[1] : undefined;
  if (id !== undefined) sequences.set(id, { at: Date.now(), isSure: areAlike && ours.answer !== undefined && theirs.answer !== undefined });
}

/** An ensemble's steps are asked as well. */
function subjectsOf(target) {
  if (/\/(?:trace\/setting|logging)/i.test(target)) return ['settings'];
  const name = /\/models\/([^/?]+)/i.exec(target)?.[1] ?? '';
  return name === 'pair' ? ['pair', 'simple'] : [name];
}

/** Whether a difference between our answer and Triton's is one of those. */
export function explained(request, ours, theirs, text) {
  return rules.some((rule) => rule({ request, ours, theirs, text }));
}

const rules = [
  // An unknown method is refused as Triton does, but the connection ends with it.
  ({ request, text }) => !methods.has(request.method) && text === 'connection closed, Triton kept',
  // It is refused as soon as the method is read, whatever is wrong with the rest of the head.
  ({ request, text }) => !methods.has(request.method) && request.mangle !== undefined && /^ours answered 40[45], Triton /.test(text),
  // After a blank line it waits for more than an unknown method.
  ({ request, text }) => !methods.has(request.method) && request.mangle === 'line before' && text === 'ours closed, Triton silent',
  // A head that the standard forbids, or says otherwise: what both do with it is in a table.
  ({ request, text }) => oddHeads[request.mangle]?.test(text),
  // After an answered request for another protocol, Node does not say any more that it cannot read what follows.
  ({ ours, text }) => ours.hadAsked && /^ours silent/.test(text),
  // Node takes the blanks behind the value of a header away.
  ({ request, ours, theirs }) => request.mangle === 'length and blanks' && bodyOf(ours) === bodyOf(theirs)?.replace(/ +(?="\}$)/, ''),
  // A request that only one of them took counts on one side only.
  ({ text }) => missed.has(/^\$\.model_stats\.(\S+) /.exec(text)?.[1]) || (missed.has('settings') && /^\$\.(?:log|trace)_/.test(text)),
  // Which of two wrong inputs is named first has no order in Triton.
  ({ ours, theirs }) => anyInput(ours) !== undefined && anyInput(ours) === anyInput(theirs),
  // The batch of an input that has none is taken from the other one, or compared with it, as they come.
  ({ request, ours, theirs }) =>
    request.json !== undefined && /"shape":\s*\[\s*-?0\b/.test(textOf(request.json)) && [ours, theirs].every(isAboutBatch),
  // A sequence is let go of after five seconds without a request, and only then another one gets its slot: a matter of milliseconds.
  ({ request, text }) =>
    request.target.includes('/sequence/') &&
    /silent|must specify the START flag|timeout of the corresponding sequence/.test(text) &&
    isOnEdge(),
];

/** Whether a sequence may just have been let go of, or one server may have been left by the client while it waited. */
function isOnEdge() {
  return [...sequences.values()].some(({ at, isSure }) => Date.now() - at < 20_000 && (!isSure || Date.now() - at > 3000));
}

function bodyOf({ answer }) {
  return answer?.body.toString('latin1');
}

/** The same request with its two inputs the other way round, where the answers name another one; undefined elsewhere. */
export function swapped(request, ours, theirs) {
  const [a, b] = [ours, theirs].map((outcome) => /input '(\w+)'/.exec(bodyOf(outcome) ?? '')?.[1]);
  const { json } = request;
  const isInputs = ([name, value]) => name === 'inputs' && value.kind === 'list' && value.items.length === 2;
  if (a === undefined || b === undefined || a === b || json?.kind !== 'object' || !json.members.some(isInputs)) return undefined;
  const members = json.members.map((member) =>
    isInputs(member) ? [member[0], { ...member[1], items: member[1].items.toReversed() }] : member,
  );
  return { ...request, json: { ...json, members } };
}

function isAboutBatch(outcome) {
  return /batch size does not match other inputs|input byte size mismatch/.test(bodyOf(outcome) ?? '');
}

function anyInput({ answer }) {
  const text = answer?.body.toString('latin1');
  return text?.startsWith('{"error"')
    ? text.replace(/'(?:INPUT\d|A|B)'/g, 'an input').replace(/(?<=Expected )-?\d+, got \d+/, '')
    : undefined;
}
