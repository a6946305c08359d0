import { parseAllDocuments, type Document } from 'yaml';
import { plainBlocks, type PlainBlock } from './plainLines';
import { readAsPython } from './pythonScalars';
import { restoreBlocks, type Cut } from './restoreBlocks';

/**
 * As `parseWhole`, and sooner: in a tenth of the time where a mapping is long, in half of it for a list of mappings of ten entries, in no
 * less where nothing can be left out. Most lines of these files are a key and a word, and the library takes longest over them. Those
 * that stand between two others of the same mapping are left out of what it reads; then the places in its tree are moved to where they are
 * in the text, and the entries of these lines put in as the library would have made them. Where anything is unsure, it reads all of it.
 * Only comments and empty lines are not kept on the nodes.
 */
export function parseDocuments(text: string): readonly Document.Parsed[] {
  const blocks = plainBlocks(text);
  return blocks.length === 0 ? parseWhole(text) : (parseWithout(blocks, text) ?? parseWhole(text));
}

/** YAML 1.1 as Azure's clients read it. The parser's own check for keys written twice takes time that grows with the square of their number; YamlMapping has one. */
export function parseWhole(text: string): readonly Document.Parsed[] {
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    customTags: readAsPython,
    uniqueKeys: false,
    prettyErrors: false,
    strict: false,
    logLevel: 'silent',
  });
  return 'empty' in parsed ? [] : parsed;
}

function parseWithout(blocks: readonly PlainBlock[], text: string): readonly Document.Parsed[] | undefined {
  const kept: string[] = [];
  const cuts: Cut[] = [];
  let from = 0;
  let missing = 0;
  for (const block of blocks) {
    const [start, end] = [block.before.end, block.after.start];
    kept.push(text.slice(from, start));
    cuts.push({ block, at: start - missing, missingBefore: missing, missingBehind: missing + end - start });
    missing += end - start;
    from = end;
  }
  const documents = parseWhole(kept.join('') + text.slice(from));
  return restoreBlocks(documents, cuts) ? documents : undefined;
}
