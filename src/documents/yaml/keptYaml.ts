import { parseYaml, type Unreadable, type YamlText } from './yamlText';

/** A folder's worth of files. In texts, and in UTF-16 units together. */
const limits = { texts: 100, length: 1024 * 1024 };
/** The oldest first. */
const kept = { texts: new Map<string, YamlText | Unreadable>(), length: 0 };

/** As parseYaml, once for each text: the checks, the lists and the links of a version all ask, and so do those of the files beside it. */
export function keptYaml(text: string): YamlText | Unreadable {
  const source = kept.texts.get(text) ?? parseYaml(text);
  kept.length += kept.texts.delete(text) ? 0 : text.length;
  kept.texts.set(text, source);
  for (const old of kept.texts.keys()) {
    if (kept.texts.size <= limits.texts && kept.length <= limits.length) {
      break;
    }
    kept.texts.delete(old);
    kept.length -= old.length;
  }
  return source;
}
