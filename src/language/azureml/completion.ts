import { azureMlDocuments } from '../../documents/azureml/azureMlDocument';
import type { AzureMlKind } from '../../documents/azureml/schemas';
import { keptYaml } from '../../documents/yaml/keptYaml';
import type { CompletionChoice } from '../answers';
import type { AskedText, KnownNames } from './asked';
import { cursorAt, type Cursor } from './cursor';
import { keyChoices } from './keyChoices';
import { templateChoices, valueChoices } from './valueChoices';

export interface CompletionPorts {
  /** Names of the window's workspaces; asked only where one may stand. */
  readonly knownNames: () => Promise<KnownNames>;
  /** Another extension offers what the schema says, so only what it cannot know is offered. */
  readonly isSchemaElsewhere: boolean;
}

/** What may stand at a place, whether or not the text is YAML yet. */
export async function completeAzureMl(asked: AskedText, offset: number, ports: CompletionPorts): Promise<readonly CompletionChoice[]> {
  const cursor = cursorAt(asked.text, offset);
  if (!cursor) {
    return [];
  }
  if (cursor.rest.trim() === '' && cursor.key === undefined) {
    return templateChoices(cursor.range);
  }
  const kind = kindOf(asked.text, offset, cursor);
  if (kind === undefined) {
    return [];
  }
  const place = { ...asked, cursor, kind };
  return cursor.key === undefined ? keyChoices(place, ports) : valueChoices(place, cursor.key, ports);
}

/** Without the line that is typed the text is more often whole; it may be the one that tells, though. */
function kindOf(text: string, offset: number, { rest }: Cursor): AzureMlKind | undefined {
  return kindOfText(rest) ?? kindAt(text, offset) ?? kindOfHalf(rest);
}

function kindOfText(text: string): AzureMlKind | undefined {
  const source = keptYaml(text);
  return typeof source === 'string' ? undefined : azureMlDocuments(source)[0]?.kind;
}

function kindAt(text: string, offset: number): AzureMlKind | undefined {
  const source = keptYaml(text);
  const within = typeof source === 'string' ? [] : azureMlDocuments(source);
  return within.findLast(({ root }) => root.range.start <= offset)?.kind;
}

/** A file that has just been begun says less than the checks want to see before they say anything. */
function kindOfHalf(text: string): AzureMlKind | undefined {
  const has = (keys: string): boolean => new RegExp(`^(?:${keys})\\s*:`, 'm').test(text);
  if (has('apiVersion|compute|mini_batch_size|retry_settings|settings|job_definition|defaults|jobs|inputs|outputs|command')) {
    return undefined;
  }
  if (has('endpoint_name')) {
    return 'managedOnlineDeployment';
  }
  if (has('auth_mode')) {
    return 'managedOnlineEndpoint';
  }
  return /^(?:type:\s*(?:triton|custom|mlflow)_model|model_format:)/im.test(text) ? 'model' : undefined;
}
