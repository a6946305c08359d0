import * as l10n from '@vscode/l10n';
import { isAlias, isMap, isScalar, type Document, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { TextRange } from '../../base/textRange';
import type { SpecProblem } from './azureMlFile';

/** What a file is read from, and where its problems are collected. */
export interface SpecSource {
  readonly document: Document;
  readonly problems: SpecProblem[];
}

/**
 * Reads the fields of one YAML mapping. A value that is not what its field wants becomes a problem at its place and reads as absent,
 * so that one pass finds every problem. Works on the nodes: `toJS()` throws on broken documents and blows up on aliases.
 */
export class SpecFields {
  private readonly values = new Map<string, { readonly key: Node; readonly value: Node | undefined }>();

  constructor(
    readonly source: SpecSource,
    private readonly map: YAMLMap,
  ) {
    for (const { key, value } of map.items) {
      if (!isScalar(key) || typeof key.value !== 'string') {
        this.problem(isNode(key) ? key : map, l10n.t('The name of a field is text.'));
      } else if (this.values.has(key.value)) {
        this.problem(key, l10n.t('{0} is written twice.', key.value));
      } else {
        this.values.set(key.value, { key, value: resolve(isNode(value) ? value : undefined, source) });
      }
    }
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** Text as it is meant: a number, true or false stands for itself. */
  text(name: string): string | undefined {
    const scalar = this.scalar(name, l10n.t('{0} must be text.', name));
    if (scalar === undefined) {
      return undefined;
    }
    // A number reads differently than it is written: 1.10 is 1.1 to every YAML reader, and a version must not change on the way.
    if (typeof scalar.value === 'number' && scalar.source !== undefined && String(scalar.value) !== scalar.source) {
      this.problem(scalar, l10n.t('{0} reads as the number {1}. Write it in quotes: "{2}".', name, scalar.value, scalar.source));
      return undefined;
    }
    return String(scalar.value);
  }

  requiredText(name: string): string | undefined {
    if (this.scalar(name, '') === undefined && !this.isStructure(name)) {
      this.missing(name);
      return undefined;
    }
    return this.text(name);
  }

  wholeNumber(name: string, least: number): number | undefined {
    const message = l10n.t('{0} must be a whole number from {1}.', name, least);
    const scalar = this.scalar(name, message);
    if (scalar === undefined) {
      return undefined;
    }
    const number = /^\d{1,9}$/.test(String(scalar.value)) ? Number(scalar.value) : -1;
    if (number < least) {
      this.problem(scalar, message);
      return undefined;
    }
    return number;
  }

  flag(name: string): boolean | undefined {
    const message = l10n.t('{0} must be true or false.', name);
    const scalar = this.scalar(name, message);
    const value = String(scalar?.value).toLowerCase();
    if (scalar !== undefined && value !== 'true' && value !== 'false') {
      this.problem(scalar, message);
      return undefined;
    }
    return scalar && value === 'true';
  }

  /** One of the choices, however it is cased: `AMLToken`, `aml_token` and `amlToken` are one (azure-ai-ml, _schema/core/fields.py). */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    const found = choices.find((choice) => compact(choice) === compact(text ?? ''));
    if (text !== undefined && found === undefined) {
      this.problemAt(name, l10n.t('{0} cannot be {1}. It is one of {2}.', name, text, choices.join(', ')));
    }
    return found;
  }

  /** A map of texts, such as tags. */
  texts(name: string): ReadonlyMap<string, string> | undefined {
    const inner = this.fields(name);
    return inner && new Map(inner.names.map((key) => [key, inner.text(key) ?? '']));
  }

  fields(name: string): SpecFields | undefined {
    const value = this.values.get(name)?.value;
    if (isAbsent(value)) {
      return undefined;
    }
    if (!isMap(value)) {
      this.problem(value, l10n.t('{0} must be a group of fields, each on a line of its own and indented.', name));
      return undefined;
    }
    return new SpecFields(this.source, value);
  }

  get names(): string[] {
    return [...this.values.keys()];
  }

  /** Whether the value is a mapping or a list rather than text. */
  isStructure(name: string): boolean {
    const value = this.values.get(name)?.value;
    return !isAbsent(value) && !isScalar(value);
  }

  node(name: string): Node | undefined {
    return this.values.get(name)?.value;
  }

  missing(name: string): void {
    const key = this.values.get(name)?.key;
    this.problem(key ?? this.firstKey(), key ? l10n.t('{0} has no value.', name) : l10n.t('{0} is missing.', name));
  }

  /** A problem with a field's value, or with its name where there is no value. */
  problemAt(name: string, message: string): void {
    const field = this.values.get(name);
    this.problem(isAbsent(field?.value) ? (field?.key ?? this.firstKey()) : field.value, message);
  }

  /** A problem with the presence of a field. */
  problemAtKey(name: string, message: string): void {
    this.problem(this.values.get(name)?.key ?? this.firstKey(), message);
  }

  private firstKey(): Node {
    const [first] = this.values.values();
    return first?.key ?? this.map;
  }

  private scalar(name: string, message: string): Scalar | undefined {
    const value = this.values.get(name)?.value;
    if (isAbsent(value)) {
      return undefined;
    }
    if (!isScalar(value)) {
      if (message !== '') {
        this.problem(value, message);
      }
      return undefined;
    }
    return value;
  }

  private problem(node: Node | undefined, message: string): void {
    this.source.problems.push({ message, range: rangeOf(node) });
  }
}

export function rangeOf(node: Node | undefined): TextRange {
  const [start, end] = node?.range ?? [0, 0];
  return { start, end };
}

/** Aliases may point at aliases; nobody writes more than a few, and a ring of them has no end. */
const mostAliases = 10;

function resolve(node: Node | undefined, { document }: SpecSource): Node | undefined {
  let found = node;
  for (let step = 0; isAlias(found) && step < mostAliases; step += 1) {
    found = found.resolve(document);
  }
  return isAlias(found) ? undefined : found;
}

function isNode(raw: unknown): raw is Node {
  return isScalar(raw) || isMap(raw) || isAlias(raw) || (typeof raw === 'object' && raw !== null && 'range' in raw);
}

function isAbsent(node: Node | undefined): node is undefined {
  return node === undefined || (isScalar(node) && node.value === null);
}

function compact(text: string): string {
  return text.replace(/[_-]/g, '').toLowerCase();
}
