import { azureMlDocuments, isDeployment, isEndpoint } from '../../documents/azureml/azureMlDocument';
import { keptYaml } from '../../documents/yaml/keptYaml';

export type FileAction = 'register' | 'createEndpoint' | 'deploy' | 'invoke';

/** What can be done with a document, above its first line. */
export interface DocumentLens {
  readonly offset: number;
  readonly action: FileAction;
  /** Which of the documents in the text, from 0. */
  readonly document: number;
}

/** None in a text that is not ours or not YAML. */
export function azureMlLenses(text: string): readonly DocumentLens[] {
  const source = keptYaml(text);
  if (typeof source === 'string' || source.problems.length > 0) {
    return [];
  }
  return azureMlDocuments(source).flatMap((document) => {
    const { root } = document;
    const index = source.documents.findIndex(({ contents }) => contents === root.node);
    const actions: readonly FileAction[] = isEndpoint(document)
      ? ['createEndpoint', 'invoke']
      : isDeployment(document)
        ? ['deploy', 'invoke']
        : ['register'];
    return actions.map((action) => ({ offset: root.range.start, action, document: index }));
  });
}
