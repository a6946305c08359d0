import { Fields } from '../../../base/decode';
import type { RecordKind } from '../../state/collection';
import { systemDataFrom, type SystemData } from '../systemData';
import { optionalTexts, textMap, type TextMap } from '../textFields';

/** The name that versions hang on (ModelContainer of the REST reference, 2024-10-01). */
export interface ModelContainerRecord {
  /** `{ws}/models/{name}` */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly tags: TextMap;
  readonly properties: TextMap;
  readonly isArchived: boolean;
  readonly systemData: SystemData;
}

/** ModelVersion of the REST reference, 2024-10-01. */
export interface ModelVersionRecord {
  /** `{ws}/models/{name}/versions/{version}` */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly modelUri: string;
  /** `triton_model`, `custom_model`, `mlflow_model`; the service takes any text. */
  readonly modelType: string;
  /** An object as the client sent it; the emulator has no use for it but to give it back. */
  readonly flavors: unknown;
  readonly description?: string;
  readonly stage?: string;
  readonly jobName?: string;
  readonly tags: TextMap;
  readonly properties: TextMap;
  readonly isAnonymous: boolean;
  readonly isArchived: boolean;
  readonly systemData: SystemData;
}

export const modelContainerKind: RecordKind<ModelContainerRecord> = {
  folder: 'models',
  decode: (raw, path) => {
    const fields = Fields.of(raw, path);
    return {
      id: fields.text('id'),
      name: fields.text('name'),
      ...optionalTexts(fields, ['description']),
      tags: textMap(fields, 'tags'),
      properties: textMap(fields, 'properties'),
      isArchived: fields.flag('isArchived'),
      systemData: systemDataFrom(fields.unknown('systemData'), `${path}.systemData`),
    };
  },
};

export const modelVersionKind: RecordKind<ModelVersionRecord> = {
  folder: 'model-versions',
  decode: (raw, path) => {
    const fields = Fields.of(raw, path);
    return {
      id: fields.text('id'),
      name: fields.text('name'),
      version: fields.text('version'),
      modelUri: fields.text('modelUri'),
      modelType: fields.text('modelType'),
      flavors: fields.unknown('flavors') ?? {},
      ...optionalTexts(fields, ['description', 'stage', 'jobName']),
      tags: textMap(fields, 'tags'),
      properties: textMap(fields, 'properties'),
      isAnonymous: fields.flag('isAnonymous'),
      isArchived: fields.flag('isArchived'),
      systemData: systemDataFrom(fields.unknown('systemData'), `${path}.systemData`),
    };
  },
};
