// By its path: the build has an alias for the name of the package.
import * as mappers from '../../node_modules/@azure/arm-machinelearning/dist-esm/src/models/mappers';
import Ajv, { type ValidateFunction } from 'ajv';

/** As the package writes down what it knows of a type, as far as it is read here. */
interface Mapper {
  readonly serializedName?: string;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly type: {
    readonly name: string;
    readonly className?: string;
    readonly modelProperties?: Readonly<Record<string, Mapper>>;
    readonly additionalProperties?: unknown;
    readonly element?: Mapper;
    readonly value?: Mapper;
    readonly allowedValues?: readonly unknown[];
  };
}

type Schema = Readonly<Record<string, unknown>>;

/** Properties that Azure answers today and the package of 2022-10-01 does not know yet (REST reference, 2024-10-01). */
const newer: Readonly<Record<string, readonly string[]>> = {
  OnlineEndpointProperties: ['mirrorTraffic'],
  ModelVersionProperties: ['provisioningState', 'stage'],
  ModelContainerProperties: ['provisioningState'],
  Workspace: ['kind'],
  ManagedOnlineDeployment: ['startupProbe', 'dataCollector'],
};

/** What the names of the answers' types are in the package that is made from Microsoft's swagger. */
export type ShapeName = keyof typeof mappers;

/** Validators of the shapes that Microsoft publishes; anything that they do not know is an error. */
export class PublishedShapes {
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv = new Ajv({ strict: false, allErrors: true });

  /** What is wrong with a body, one line each; none when it is of the shape. */
  problems(name: ShapeName, body: unknown): string[] {
    const validate = this.validators.get(name) ?? this.ajv.compile(this.withDefinitions(name));
    this.validators.set(name, validate);
    validate(body);
    const telling = (validate.errors ?? []).filter(
      ({ keyword, schemaPath }) => keyword !== 'anyOf' && !schemaPath.endsWith('/anyOf/1/type'),
    );
    return telling.map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`);
  }

  private withDefinitions(name: ShapeName): Schema {
    const definitions: Record<string, Schema> = {};
    return { ...composite(name, definitions), definitions };
  }
}

const byName = mappers as unknown as Readonly<Record<string, Mapper>>; // generated: one for each class
const discriminators = mappers.discriminators as Readonly<Record<string, Mapper>>;

function composite(name: string, definitions: Record<string, Schema>): Schema {
  if (!(name in definitions)) {
    definitions[name] = {}; // it may hold itself
    const variants = Object.entries(discriminators).filter(([key]) => key.startsWith(`${name}.`));
    const mapper = byName[name];
    if (!mapper) throw new Error(`the package has no shape ${name}`);
    definitions[name] =
      variants.length > 0
        ? { anyOf: variants.map(([, variant]) => composite(variant.type.className ?? '', definitions)) }
        : properties(name, mapper, definitions);
  }
  return { $ref: `#/definitions/${name}` };
}

function properties(name: string, mapper: Mapper, definitions: Record<string, Schema>): Schema {
  const found: Record<string, Schema> = Object.fromEntries((newer[name] ?? []).map((it) => [it, {}]));
  const required: string[] = [];
  const nested: Record<string, Record<string, Schema>> = {};
  for (const property of Object.values(mapper.type.modelProperties ?? {})) {
    const [outer = '', inner] = (property.serializedName ?? '').split('.');
    if (inner !== undefined) {
      (nested[outer] ??= {})[inner] = schema(property, definitions); // the package lifts what the wire has one deeper
    } else {
      found[outer] = schema(property, definitions);
      if (property.required === true) required.push(outer);
    }
  }
  for (const [outer, inner] of Object.entries(nested)) {
    found[outer] = { type: 'object', properties: inner, additionalProperties: false };
  }
  return { type: 'object', properties: found, required, additionalProperties: mapper.type.additionalProperties ? {} : false };
}

function schema(mapper: Mapper, definitions: Record<string, Schema>): Schema {
  const own = typed(mapper, definitions);
  // Resource Manager writes null where it has nothing, whether the swagger says nullable or not; what is required is never null.
  return mapper.required === true && mapper.nullable !== true ? own : { anyOf: [own, { type: 'null' }] };
}

function typed({ type }: Mapper, definitions: Record<string, Schema>): Schema {
  const inner = (of: Mapper | undefined): Schema => (of ? schema(of, definitions) : {});
  switch (type.name) {
    case 'Composite':
      return composite(type.className ?? '', definitions);
    case 'Sequence':
      return { type: 'array', items: inner(type.element) };
    case 'Dictionary':
      return { type: 'object', additionalProperties: inner(type.value) };
    case 'Enum':
      return { enum: type.allowedValues };
    case 'Number':
      return { type: 'number' };
    case 'Boolean':
      return { type: 'boolean' };
    case 'DateTime':
      return { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$' };
    case 'TimeSpan':
      return { type: 'string', pattern: '^P' };
    case 'any':
      return {};
    case 'Object':
      return { type: 'object' };
    default:
      return { type: 'string' };
  }
}
