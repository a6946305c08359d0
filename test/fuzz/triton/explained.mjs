// Differences that are right to keep; docs/emulator.md has the reasons.
import { METHODS } from 'node:http';

/** Whether a difference between our answer and Triton's is one of those. */
export function explained(request, ours, theirs, text) {
  return rules.some((rule) => rule({ request, ours, theirs, text }));
}

/** Methods that Node's HTTP parser reads; after any other it cannot go on with the connection. */
const methods = new Set(METHODS.filter((method) => method !== 'CONNECT'));

let hasMissed = false;

function isOdd({ mangle, headers }) {
  return mangle !== undefined || headers.some(([name, value]) => name === 'Expect' || value.length > 2000);
}

const rules = [
  // An unknown method is refused as Triton does, but the connection ends with it.
  ({ request, text }) => !methods.has(request.method) && text === 'connection closed, Triton kept',
  // A head that the standard forbids: Node's parser hangs up on most of them, Triton's on others.
  ({ request, text }) => isOdd(request) && /^ours (?:closed|silent|answered \d+), Triton (?:closed|silent|answered \d+)$/.test(text),
  // A request that only one of them took counts on one side only.
  ({ request, text }) => {
    hasMissed ||=
      /infer|generate/.test(request.target) &&
      /^ours (?:closed|silent|answered 200), Triton|, Triton (?:closed|silent|answered 200)/.test(text);
    hasMissed ||= isOdd(request);
    return hasMissed && /model_stats|\$\.(?:log|trace)_/.test(text);
  },
  // Which of two wrong inputs is named first has no order in Triton.
  ({ ours, theirs }) => anyInput(ours) !== undefined && anyInput(ours) === anyInput(theirs),
  // When a sequence that holds the only slot runs out of time is a matter of milliseconds.
  ({ request, text }) => /\/sequence\//.test(request.target) && /silent/.test(text),
];

function anyInput({ answer }) {
  const text = answer?.body.toString('latin1');
  return text?.startsWith('{"error"')
    ? text.replace(/'(?:INPUT\d|A|B)'/g, 'an input').replace(/(?<=Expected )-?\d+, got \d+/, '')
    : undefined;
}
