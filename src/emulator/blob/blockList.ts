import { BlobError } from './blobError';

/** One entry of a block list: where the block is to be looked for. */
export interface BlockEntry {
  readonly id: string;
  readonly from: 'Committed' | 'Uncommitted' | 'Latest';
}

/** The most blocks of a blob. */
const MOST_BLOCKS = 50_000;

/** Reads `<BlockList><Latest>id</Latest>…</BlockList>`. Ids are Base64, so there are no entities to think of. */
export function parseBlockList(xml: string): BlockEntry[] {
  const body = /<BlockList\s*(?:\/>|>(?<entries>[^]*)<\/BlockList>\s*$)/.exec(xml)?.groups;
  const entries = body?.['entries'] ?? '';
  const found = [...entries.matchAll(/\s*<(?<from>Committed|Uncommitted|Latest)>\s*(?<id>[A-Za-z0-9+/=]+)\s*<\/\k<from>>\s*/g)];
  const understood = found.reduce((sum, it) => sum + it[0].length, 0);
  if (!body || (understood !== entries.length && entries.trim() !== '') || found.length > MOST_BLOCKS) {
    throw new BlobError(400, 'InvalidXmlDocument', 'XML specified is not syntactically valid.');
  }
  return found.map(({ groups }) => ({ id: groups?.['id'] ?? '', from: groups?.['from'] as BlockEntry['from'] })); // the pattern has no other
}
