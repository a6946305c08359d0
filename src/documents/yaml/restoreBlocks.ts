import { isAlias, isMap, isPair, isScalar, isSeq, Pair, Scalar, YAMLMap, type Document, type Node, type Schema } from 'yaml';
import type { PlainBlock, PlainLine, PlainValue } from './plainLines';

/** Lines that were left out of a text: where in what is left, and how much of the text is missing before that place and behind it. */
export interface Cut {
  readonly block: PlainBlock;
  readonly at: number;
  readonly missingBefore: number;
  readonly missingBehind: number;
}

/** Changes the documents of a shortened text to those of the text. False, with the documents half changed, when that cannot be done exactly. */
export function restoreBlocks(documents: readonly Document.Parsed[], cuts: readonly Cut[]): boolean {
  const places = new Places(cuts);
  const cutBehindKey = new Map(cuts.map((cut) => [cut.block.before.start + cut.block.before.indent - cut.missingBefore, cut]));
  let restored = 0;
  for (const document of documents) {
    document.range = places.moved(document.range);
    for (const problem of [...document.errors, ...document.warnings]) {
      // There it may belong to what stands before the lines or to what comes behind them.
      if (problem.pos.some((place) => places.isCut(place))) {
        return false;
      }
      problem.pos = [places.behind(problem.pos[0]), places.behind(problem.pos[1])];
    }
    for (const node of nodesOf(document.contents)) {
      // A tag may have made something else of a mapping.
      if (node.tag !== undefined) {
        return false;
      }
      restored += isMap(node) && node.flow !== true ? fill(node, cutBehindKey, document.schema) : 0;
      node.range = node.range ? places.moved(node.range) : null;
    }
  }
  return restored === cuts.length;
}

type Range = [number, number, number];

/** From places in the shortened text to those in the text. The cuts stand in its order, so that each is found in a few steps. */
class Places {
  constructor(private readonly cuts: readonly Cut[]) {}

  isCut(place: number): boolean {
    return this.cuts[this.firstFrom(place)]?.at === place;
  }

  moved([start, valueEnd, end]: Range): Range {
    return [this.behind(start), this.before(valueEnd), this.before(end)];
  }

  /** Of what begins at a place; where lines are missing, it follows them. */
  behind(place: number): number {
    return place + (this.cuts[this.firstFrom(place + 1) - 1]?.missingBehind ?? 0);
  }

  /** Of what ends at a place; where lines are missing, they follow it. */
  private before(place: number): number {
    return place + (this.cuts[this.firstFrom(place)]?.missingBefore ?? this.cuts.at(-1)?.missingBehind ?? 0);
  }

  /** The index of the first cut at a place or behind it; their number where there is none. */
  private firstFrom(place: number): number {
    let from = 0;
    let to = this.cuts.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((this.cuts[middle]?.at ?? Infinity) < place) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}

/** In the order of the text, a mapping before what is in it. */
function nodesOf(root: unknown): readonly Node[] {
  const nodes: Node[] = [];
  const waiting = [root];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (isPair(next)) {
      waiting.push(next.value, next.key);
    } else if (isMap(next) || isSeq(next)) {
      nodes.push(next);
      waiting.push(...next.items.toReversed());
    } else if (isScalar(next) || isAlias(next)) {
      nodes.push(next);
    }
  }
  return nodes;
}

/** Puts in the lines that were left out between two entries of this very mapping. How many times there were any. */
function fill(map: YAMLMap, cutBehindKey: ReadonlyMap<number, Cut>, schema: Schema): number {
  let filled = 0;
  map.items = map.items.flatMap((item, index) => {
    const cut = cutBehindKey.get(startOf(item.key) ?? -1);
    const next = map.items[index + 1];
    const isWhole = isScalar(item.value) && item.value.range?.[2] === cut?.at;
    if (!cut || !isWhole || startOf(next?.key) !== cut.at + cut.block.after.indent) {
      return [item];
    }
    filled += 1;
    return [item, ...entriesOf(cut.block, schema)];
  });
  return filled;
}

function startOf(key: unknown): number | undefined {
  return isScalar(key) ? key.range?.[0] : undefined;
}

function entriesOf({ lines, before }: PlainBlock, schema: Schema): readonly Pair[] {
  const entries = new YAMLMap<unknown, unknown>(schema);
  /** The mappings that go on, the innermost last. */
  const open = [{ indent: before.indent, map: entries }];
  const close = (indent: number, end: number): void => {
    while (indent < (open.at(-1)?.indent ?? 0)) {
      const closed = open.pop()?.map.range;
      closed?.splice(1, 2, end, end);
    }
  };
  let end = before.end;
  lines.forEach((line, index) => {
    close(line.indent, end);
    end = line.end;
    const { value } = line;
    const first = value ? undefined : lines[index + 1];
    const inner = first && mappingFrom(first, schema);
    open.at(-1)?.map.items.push(new Pair<unknown, unknown>(keyOf(line, schema), value ? valueOf(value, end, schema) : inner));
    if (first && inner) {
      open.push({ indent: first.indent, map: inner });
    }
  });
  close(before.indent, end);
  return entries.items;
}

/** The mapping that begins with a line, still empty. */
function mappingFrom({ start, indent }: PlainLine, schema: Schema): YAMLMap {
  const map = new YAMLMap(schema);
  map.range = [start + indent, start + indent, start + indent];
  return map;
}

function keyOf({ start, indent, key }: PlainLine, schema: Schema): Scalar {
  const scalar = scalarOf(key, schema);
  const from = start + indent;
  scalar.range = [from, from + key.length, from + key.length];
  return scalar;
}

function valueOf({ type, text, start, end: valueEnd }: PlainValue, end: number, schema: Schema): Scalar {
  const scalar = type === 'PLAIN' ? scalarOf(text, schema) : new Scalar(text);
  scalar.source = text;
  scalar.type = type;
  scalar.range = [start, valueEnd, end];
  return scalar;
}

/** Words of five letters at most may be truth values or nothing; what begins otherwise than with a letter may be a number or a time. */
const mayBeMore = /^(?:[A-Za-z]{0,5}$|[^A-Za-z])/;

/** A plain scalar with the value that its form says. */
function scalarOf(text: string, schema: Schema): Scalar {
  const tag = mayBeMore.test(text)
    ? schema.tags.find(({ default: isDefault, test }) => isDefault === true && test instanceof RegExp && test.test(text))
    : undefined;
  const value: unknown = tag && !tag.collection ? tag.resolve(text, () => undefined, {}) : text;
  const scalar = isScalar(value) ? value : new Scalar(value);
  scalar.source = text;
  scalar.type = 'PLAIN';
  return scalar;
}
