import { azureMlDocuments, isDeployment, isEndpoint, type AzureMlDocument } from '../../documents/azureml/azureMlDocument';
import { keptYaml } from '../../documents/yaml/keptYaml';
import type { FilesAround } from './filesAround';
import { schemaViolations, type Violation } from './schemaViolations';

/** What a rule looks at: one document, what its schema says to it, and what lies around. */
export interface CheckedDocument extends AzureMlDocument {
  readonly violations: readonly Violation[];
  readonly files: FilesAround;
  /** Models, endpoints and deployments of the other files of the folder; read when first asked for. */
  neighbours(): readonly Neighbour[];
}

export interface Neighbour {
  readonly file: string;
  readonly what: 'model' | 'endpoint' | 'deployment';
  readonly name: string;
  readonly version: string | undefined;
  readonly endpointName: string | undefined;
}

export function checkedDocument(document: AzureMlDocument, files: FilesAround): CheckedDocument {
  let neighbours: readonly Neighbour[] | undefined;
  return {
    ...document,
    violations: schemaViolations(document),
    files,
    neighbours: () => (neighbours ??= files.otherYaml().flatMap(({ file, text }) => neighboursIn(file, text))),
  };
}

function neighboursIn(file: string, text: string): readonly Neighbour[] {
  const source = keptYaml(text);
  if (typeof source === 'string') {
    return [];
  }
  return azureMlDocuments(source).flatMap((document) => {
    const name = document.root.text('name');
    const what = isEndpoint(document) ? 'endpoint' : isDeployment(document) ? 'deployment' : 'model';
    const { root } = document;
    return name === undefined ? [] : [{ file, what, name, version: root.text('version'), endpointName: root.text('endpoint_name') }];
  });
}
