import { isAlias, isMap, isPair, isScalar, isSeq, type Alias, type Document, type Node } from 'yaml';
import type { TextRange } from '../../base/textRange';
import { parseDocuments } from './parseDocuments';

/** A place that is not YAML; `code` is the parser's, stable and untranslated. */
export interface YamlProblem {
  readonly code: string;
  readonly message: string;
  readonly range: TextRange;
}

/** A text parsed once. Everything else works on these nodes; `toJS()` throws on broken documents and blows up on aliases. */
export interface YamlText {
  readonly text: string;
  readonly documents: readonly Document.Parsed[];
  readonly problems: readonly YamlProblem[];
  /** What an alias stands for; a node that is none, and an alias that leads nowhere, stand for themselves. */
  resolve(node: Node): Node;
}

/** Why a text is not looked at: reading it would take longer than a person waits. */
export type Unreadable = 'too-long' | 'too-deep' | 'too-many-aliases';

/** No description of a model or an endpoint comes near these. In UTF-16 units, levels and aliases. */
const limits = { length: 256 * 1024, depth: 100, aliases: 1000 };

/** Never throws and takes time in proportion to the text. Reads as Azure's clients do: YAML 1.1, where `yes` is true and `<<` merges. */
export function parseYaml(text: string): YamlText | Unreadable {
  if (text.length > limits.length) {
    return 'too-long';
  }
  if (isTooDeep(text)) {
    return 'too-deep';
  }
  try {
    const documents = parseDocuments(text);
    const aliases = text.includes('*') ? resolveAliases(documents) : new Map<Alias, Node | undefined>();
    if (aliases.size > limits.aliases) {
      return 'too-many-aliases';
    }
    return {
      text,
      documents,
      problems: [
        ...documents.flatMap((document) => problemsOf(document, text)),
        ...[...aliases].flatMap(([alias, target]) => (target ? [] : [leadsNowhere(alias)])),
      ],
      resolve: (node) => (isAlias(node) ? (aliases.get(node) ?? node) : node),
    };
  } catch (error) {
    if (error instanceof RangeError) {
      return 'too-deep';
    }
    throw error;
  }
}

/** Whether the parser would take seconds, or run out of stack. It recurses for each level. Brackets in a block of text count too, which only matters to texts of a hundred open ones. */
export function isTooDeep(text: string): boolean {
  if (/^[ \t]*(?:[-?:][ \t]+){101}/m.test(text)) {
    return true;
  }
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (depth > limits.depth) {
      return true;
    }
  }
  return false;
}

function problemsOf({ errors }: Document.Parsed, text: string): YamlProblem[] {
  return errors.map(({ code, message, pos: [start, end] }) => {
    const last = Math.max(0, text.trimEnd().length - 1);
    // What is never closed is missed behind the end, where nothing could be shown.
    const range = start > last ? { start: last, end: Math.min(last + 1, text.length) } : { start, end: Math.min(end, text.length) };
    return { code, message, range };
  });
}

/** The parser itself says so only when it makes values of its nodes. */
function leadsNowhere(alias: Alias): YamlProblem {
  const [start, end] = alias.range ?? [0, 0];
  return { code: 'BAD_ALIAS', message: `Unresolved alias: ${alias.source}`, range: { start, end } };
}

/** One walk over all nodes; the library's own looks through the whole document for each alias. */
function resolveAliases(documents: readonly Document.Parsed[]): ReadonlyMap<Alias, Node | undefined> {
  const targets = new Map<Alias, Node | undefined>();
  for (const document of documents) {
    const anchors = new Map<string, Node>();
    for (const node of nodesOf(document.contents)) {
      if (isAlias(node)) {
        targets.set(node, anchors.get(node.source));
      } else if (node.anchor !== undefined) {
        anchors.set(node.anchor, node);
      }
    }
  }
  return targets;
}

type Written = Exclude<Node, Alias> & { readonly anchor?: string };

/** In the order of the text, without the aliases' targets. */
function* nodesOf(root: unknown): Generator<Alias | Written> {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (isPair(next)) {
      waiting.push(next.value, next.key);
    } else if (isMap(next) || isSeq(next)) {
      yield next;
      for (let index = next.items.length - 1; index >= 0; index -= 1) {
        waiting.push(next.items[index]);
      }
    } else if (isScalar(next) || isAlias(next)) {
      yield next as Written | Alias;
    }
  }
}
