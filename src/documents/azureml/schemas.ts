import kubernetesOnlineDeployment from '../../../schemas/kubernetesOnlineDeployment.schema.json';
import kubernetesOnlineEndpoint from '../../../schemas/kubernetesOnlineEndpoint.schema.json';
import managedOnlineDeployment from '../../../schemas/managedOnlineDeployment.schema.json';
import managedOnlineEndpoint from '../../../schemas/managedOnlineEndpoint.schema.json';
import model from '../../../schemas/model.schema.json';

/** The part of JSON Schema (draft 7) that our schemas use. They are the one source of keys, types, defaults and documentation. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: string | number | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly maxItems?: number;
  readonly readOnly?: boolean;
  /** To editors: valid, and not to be offered. */
  readonly doNotSuggest?: boolean;
}

export type AzureMlKind =
  'model' | 'managedOnlineEndpoint' | 'managedOnlineDeployment' | 'kubernetesOnlineEndpoint' | 'kubernetesOnlineDeployment';

export const azureMlSchemas: Readonly<Record<AzureMlKind, JsonSchema>> = {
  model,
  managedOnlineEndpoint,
  managedOnlineDeployment,
  kubernetesOnlineEndpoint,
  kubernetesOnlineDeployment,
};

/** Follows `$ref` into the definitions of the schema's root. */
export function derefSchema(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const name = schema.$ref?.slice('#/$defs/'.length);
  return name === undefined ? schema : (root.$defs?.[name] ?? schema);
}
