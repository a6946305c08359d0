import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { commentsIn } from '../yaml/yamlEdits';
import { rangeOfNode, YamlMapping, type YamlEntry } from '../yaml/yamlMapping';

export interface NewFile {
  /** `blue-deployment.yml`, for the folder of the endpoint's file. */
  readonly name: string;
  readonly text: string;
}

/** The deployments that stand inside an endpoint, as a list or by name, each as the text of a file with its comments. */
export function separateDeployments(endpoint: YamlMapping, deployments: YamlEntry): readonly NewFile[] {
  const { value } = deployments;
  const endpointName = endpoint.text('name') ?? '';
  const byName = isMap(value) ? YamlMapping.of(endpoint.source, value).entries : [];
  const items = isSeq(value)
    ? value.items.flatMap((item) => (isMap(item) ? [{ map: item, name: undefined }] : []))
    : byName.flatMap(({ name, value: inner }) => (isMap(inner) ? [{ map: inner, name }] : []));
  let from = deployments.keyRange.end;
  return items.map(({ map, name }) => {
    const { start, end } = rangeOfNode(map);
    const above = commentsIn(endpoint.source.text.slice(from, start));
    from = end;
    return newFile(endpoint, map, { endpointName, name, above });
  });
}

interface Given {
  readonly endpointName: string;
  /** Of a deployment that is listed under its name. */
  readonly name: string | undefined;
  /** Comments that stand above it. */
  readonly above: readonly string[];
}

function newFile({ source }: YamlMapping, map: YAMLMap, given: Given): NewFile {
  const deployment = YamlMapping.of(source, map);
  const name = deployment.text('name') ?? given.name ?? 'deployment';
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  const head = [
    '$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json',
    ...given.above,
    ...(deployment.has('name') ? [] : [`name: ${name}`]),
    ...(deployment.has('endpoint_name') ? [] : [`endpoint_name: ${given.endpointName}`]),
  ];
  // A name such as ../blue, which Azure would refuse, must not lead out of the folder.
  const fileName = name.replaceAll(/[^\w-]+/g, '-');
  return { name: `${fileName}-deployment.yml`, text: [...head, dedented(source.text, map), ''].join(newline) };
}

/** The text of a mapping with its first key at the start of the line. Between braces it stays one value on its lines. */
function dedented(text: string, map: YAMLMap): string {
  const { start, end } = rangeOfNode(map);
  if (map.flow === true) {
    return map.items
      .map(({ key, value }) => (isScalar(key) ? `${String(key.value)}: ${sourceOf(text, value)}` : ''))
      .filter((line) => line !== '')
      .join('\n');
  }
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const indent = new RegExp(`^ {1,${Math.max(1, column)}}`);
  return text
    .slice(start, end)
    .trimEnd()
    .split('\n')
    .map((line, index) => (index === 0 ? line : line.replace(indent, '')))
    .join('\n');
}

function sourceOf(text: string, value: unknown): string {
  const { start, end } = isScalar(value) || isMap(value) || isSeq(value) ? rangeOfNode(value) : { start: 0, end: 0 };
  return text.slice(start, end);
}
