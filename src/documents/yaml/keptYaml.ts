import { parseYaml, type Unreadable, type YamlText } from './yamlText';

/** A folder's worth of files. In texts, and in UTF-16 units together. */
const limits = { texts: 100, length: 1024 * 1024 };
/** The oldest first. */
const kept = new Map<string, YamlText | Unreadable>();

/** As parseYaml, once for each text: the checks, the lists and the links of a version all ask, and so do those of the files beside it. */
export function keptYaml(text: string): YamlText | Unreadable {
  const source = kept.get(text) ?? parseYaml(text);
  kept.delete(text);
  kept.set(text, source);
  let length = 0;
  for (const each of kept.keys()) {
    length += each.length;
  }
  for (const old of kept.keys()) {
    if (kept.size <= limits.texts && length <= limits.length) {
      break;
    }
    kept.delete(old);
    length -= old.length;
  }
  return source;
}
