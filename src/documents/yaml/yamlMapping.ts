import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import type { TextRange } from '../../base/textRange';
import type { YamlText } from './yamlText';

export interface YamlEntry {
  readonly name: string;
  readonly keyRange: TextRange;
  /** What stands after the colon, an alias already followed; undefined for nothing. */
  readonly value: Node | undefined;
  /** Of the value, or of the key where there is no value. */
  readonly range: TextRange;
}

const known = new WeakMap<YAMLMap, YamlMapping>();

/** The entries of one mapping by name, with those that `<<` merges in. Of keys written twice the last counts, as for Azure's clients. */
export class YamlMapping {
  private readonly byName = new Map<string, YamlEntry>();
  readonly entries: readonly YamlEntry[];
  /** Entries that a later one of the same name replaces. */
  readonly overwritten: readonly YamlEntry[];

  /** Made once for each node: every rule asks. */
  static of(source: YamlText, node: YAMLMap): YamlMapping {
    const before = known.get(node);
    if (before) {
      return before;
    }
    const mapping = new YamlMapping(source, node, true);
    known.set(node, mapping);
    return mapping;
  }

  private constructor(
    readonly source: YamlText,
    readonly node: YAMLMap,
    mayMerge: boolean,
  ) {
    const overwritten: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const item of node.items) {
      const entry = this.entryOf(item);
      if (entry.name === '<<') {
        merged.push(...(mayMerge ? this.mergedEntries(entry.value) : []));
        continue;
      }
      const earlier = this.byName.get(entry.name);
      if (earlier) {
        overwritten.push(earlier);
      }
      this.byName.set(entry.name, entry);
    }
    for (const entry of merged) {
      if (!this.byName.has(entry.name)) {
        this.byName.set(entry.name, entry);
      }
    }
    this.overwritten = overwritten;
    this.entries = [...this.byName.values()];
  }

  get range(): TextRange {
    return rangeOfNode(this.node);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  entry(name: string): YamlEntry | undefined {
    return this.byName.get(name);
  }

  /** The value as text, whatever scalar it is; undefined for nothing, a mapping or a list. */
  text(name: string): string | undefined {
    const value = this.byName.get(name)?.value;
    return isScalar(value) && value.value !== null ? textOfScalar(value.value) : undefined;
  }

  /** The value as a number, also where it is written in quotes. */
  number(name: string): number | undefined {
    const text = this.text(name)?.trim() ?? '';
    return /^[-+]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  }

  mapping(name: string): YamlMapping | undefined {
    const value = this.byName.get(name)?.value;
    return isMap(value) && !isPlaceholderNode(this.source, value) ? YamlMapping.of(this.source, value) : undefined;
  }

  private mergedEntries(value: Node | undefined): readonly YamlEntry[] {
    const maps = isSeq(value) ? value.items.map((item) => (isNode(item) ? this.source.resolve(item) : undefined)) : [value];
    // One level is what people write; a merge of merges would let a small text grow without end.
    return maps.flatMap((map) => (isMap(map) ? new YamlMapping(this.source, map, false).entries : []));
  }

  private entryOf({ key, value }: { readonly key: unknown; readonly value: unknown }): YamlEntry {
    const keyNode = isNode(key) ? this.source.resolve(key) : undefined;
    const valueNode = isNode(value) ? this.source.resolve(value) : undefined;
    const keyRange = isNode(key) ? rangeOfNode(key) : rangeOfNode(this.node);
    const empty = valueNode === undefined || (isScalar(valueNode) && valueNode.value === null);
    return {
      name: isScalar(keyNode) ? textOfScalar(keyNode.value) : '',
      keyRange,
      value: valueNode,
      range: empty ? keyRange : rangeOfNode(valueNode),
    };
  }
}

export function rangeOfNode(node: Node | undefined): TextRange {
  const [start, end] = node?.range ?? [0, 0];
  return { start, end };
}

/**
 * `<ENDPOINT_NAME>`, `$NAME`, `$(name)`, `${{ name }}`, `{{ name }}`, `{name}`, `__NAME__`, `@NAME@`, `#{name}#`, `…`: what a script or a person
 * fills in before Azure sees the file.
 */
const placeholderPattern = /<[^<>]+>|\$[({\w]|\{\{|\{\w+\}|__\w+__|@\w+@|#\{|%\w+%|^(?:\.{3}|…)$/;
/** Without quotes `{{ name }}` reads as a mapping in a mapping, `{name}` as one without a value and `[your name]` as a list. */
const placeholderMark = /\{\{|\{\s*[\w.-]+\s*\}|\[\s*(?:your|insert|enter)\b/iy;

/** `#{name}#` without quotes reads as a comment after nothing. */
export function isPlaceholderNode({ text }: YamlText, node: Node | undefined): boolean {
  const { start, end } = rangeOfNode(node);
  if (isScalar(node) && node.value === null) {
    return /^[^\S\n]*#\{/.test(text.slice(end, end + 200)) || /^[^\S\n]*#\{/.test(text.slice(start, start + 200));
  }
  if (isScalar(node)) {
    return typeof node.value === 'string' && placeholderPattern.test(node.value);
  }
  placeholderMark.lastIndex = start;
  return placeholderMark.test(text);
}

function textOfScalar(value: unknown): string {
  // The parser reads the key of a merge as a symbol.
  if (typeof value === 'symbol') {
    return value.description ?? '';
  }
  return typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : String(value);
}

function isNode(raw: unknown): raw is Node {
  return isScalar(raw) || isMap(raw) || isSeq(raw) || isAlias(raw);
}
