import { azureMlDocuments, isDeployment, isEndpoint, modelOf, settledText, type AzureMlDocument } from './azureMlDocument';
import { isScalar } from 'yaml';
import type { TextRange } from '../../base/textRange';
import { keptYaml } from '../yaml/keptYaml';
import type { YamlEntry, YamlMapping } from '../yaml/yamlMapping';

/** One place where an endpoint, a deployment or a model is called by its name. Azure compares the first two without regard to case. */
export interface AzureMlName {
  readonly what: 'endpoint' | 'deployment' | 'model';
  readonly name: string;
  /** Of a deployment: the endpoint that it belongs to, where the file says so. */
  readonly endpoint: string | undefined;
  /** Of a model, where it is written. */
  readonly version: string | undefined;
  /** Here it is described; elsewhere it is spoken of. */
  readonly isDescription: boolean;
  /** The name alone, without quotes. */
  readonly range: TextRange;
}

/** Every name in a text, in its order; none in a text that is not ours. Never throws. */
export function azureMlNames(text: string): readonly AzureMlName[] {
  const source = keptYaml(text);
  return typeof source === 'string' ? [] : azureMlDocuments(source).flatMap((document) => [...namesIn(document)]);
}

function* namesIn(document: AzureMlDocument): Iterable<AzureMlName> {
  const { root } = document;
  const own = settledText(root, 'name');
  if (isEndpoint(document)) {
    yield* valueName(root, 'name', { what: 'endpoint', isDescription: true });
    for (const key of ['traffic', 'mirror_traffic']) {
      yield* keyNames(root.mapping(key), own);
    }
  } else if (isDeployment(document)) {
    const endpoint = settledText(root, 'endpoint_name');
    yield* valueName(root, 'name', { what: 'deployment', isDescription: true, endpoint });
    yield* valueName(root, 'endpoint_name', { what: 'endpoint', isDescription: false });
    yield* modelReference(root);
  }
  const model = modelOf(document);
  if (model) {
    yield* valueName(model, 'name', { what: 'model', isDescription: true, version: settledText(model, 'version') });
  }
}

type About = Pick<AzureMlName, 'what' | 'isDescription'> & Partial<Pick<AzureMlName, 'endpoint' | 'version'>>;

function* valueName(mapping: YamlMapping, key: string, about: About): Iterable<AzureMlName> {
  const entry = mapping.entry(key);
  const name = settledText(mapping, key);
  if (entry && name !== undefined && name !== '') {
    yield { endpoint: undefined, version: undefined, ...about, name, range: plainRange(entry, name) };
  }
}

function* keyNames(shares: YamlMapping | undefined, endpoint: string | undefined): Iterable<AzureMlName> {
  for (const { name, keyRange } of shares?.entries ?? []) {
    const quoted = keyRange.end - keyRange.start === name.length + 2;
    const range = quoted ? { start: keyRange.start + 1, end: keyRange.end - 1 } : keyRange;
    yield { what: 'deployment', name, endpoint, version: undefined, isDescription: false, range };
  }
}

/** `azureml:resnet:3` and `azureml:resnet@latest`; addresses name models of other places. */
function* modelReference(root: YamlMapping): Iterable<AzureMlName> {
  const entry = root.entry('model');
  const text = settledText(root, 'model') ?? '';
  const [, name, version] = /^azureml:([\w.-]+)(?:[:@](.*))?$/.exec(text) ?? [];
  if (entry && name !== undefined) {
    const { start } = plainRange(entry, text);
    const from = start + 'azureml:'.length;
    yield { what: 'model', name, endpoint: undefined, version, isDescription: false, range: { start: from, end: from + name.length } };
  }
}

/** The text of a scalar without its quotes. */
function plainRange({ range, value }: YamlEntry, text: string): TextRange {
  const isQuoted = isScalar(value) && (value.type === 'QUOTE_DOUBLE' || value.type === 'QUOTE_SINGLE');
  const start = range.start + (isQuoted ? 1 : 0);
  return { start, end: start + text.length };
}
