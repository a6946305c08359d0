import { azureMlDocuments, isDeployment, isEndpoint, type AzureMlDocument } from '../../documents/azureml/azureMlDocument';
import { keptYaml } from '../../documents/yaml/keptYaml';
import type { FilesAround, OtherYaml } from './filesAround';
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
    neighbours: () => (neighbours ??= files.otherYaml().flatMap(neighboursIn)),
  };
}

/** For checks of a whole folder, where every file is a neighbour of a hundred others. */
const known = new WeakMap<OtherYaml, readonly Neighbour[]>();

function neighboursIn(other: OtherYaml): readonly Neighbour[] {
  const found = known.get(other) ?? readNeighbours(other);
  known.set(other, found);
  return found;
}

function readNeighbours({ file, text }: OtherYaml): readonly Neighbour[] {
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
