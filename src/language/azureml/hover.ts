import type { AzureMlDocument } from '../../documents/azureml/azureMlDocument';
import { findInstanceType } from '../../documents/azureml/instanceTypes';
import { azureMlSchemas } from '../../documents/azureml/schemas';
import { keptYaml } from '../../documents/yaml/keptYaml';
import type { HoverAnswer } from '../answers';
import { describeField } from './fieldWords';
import { describeInstanceType } from './instanceTypeWords';
import { documentAt, entryAt, schemaAt, type EntryPlace } from './placeOf';

/** What a key is for, or what a machine size has. `isSchemaElsewhere`: another extension says the former. */
export function hoverAzureMl(text: string, offset: number, isSchemaElsewhere: boolean): HoverAnswer | undefined {
  const source = keptYaml(text);
  const document = typeof source === 'string' ? undefined : documentAt(source, offset);
  const place = document && entryAt(document, offset);
  if (!place) {
    return undefined;
  }
  const { start, end } = place.entry.keyRange;
  if (start <= offset && offset <= end) {
    return isSchemaElsewhere ? undefined : aboutKey(document, place);
  }
  return aboutSize(place);
}

function aboutKey(document: AzureMlDocument, { entry, path }: EntryPlace): HoverAnswer | undefined {
  const schema = schemaAt(document, [...path, entry.name]);
  return schema && { range: entry.keyRange, markdown: `**${entry.name}**\n\n${describeField(schema, azureMlSchemas[document.kind])}` };
}

function aboutSize({ entry, path, mapping }: EntryPlace): HoverAnswer | undefined {
  const isSize = entry.name === 'instance_type' && path.length === 0;
  const size = isSize ? findInstanceType(mapping.text('instance_type') ?? '') : undefined;
  return size && { range: entry.range, markdown: describeInstanceType(size) };
}
