import { keptYaml } from './keptYaml';

/** The text with every document but one blanked out, so that places stay where they are. `document` counts from 0. */
export function oneDocument(text: string, document: number): string {
  const source = keptYaml(text);
  const own = typeof source === 'string' || source.documents.length < 2 ? undefined : source.documents[document];
  if (typeof source === 'string' || !own) {
    return text;
  }
  const from = source.documents[document - 1]?.range[2] ?? 0;
  const to = document === source.documents.length - 1 ? text.length : own.range[2];
  const blank = (part: string): string => part.replace(/[^\r\n]/g, ' ');
  return blank(text.slice(0, from)) + text.slice(from, to) + blank(text.slice(to));
}
