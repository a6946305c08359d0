import * as l10n from '@vscode/l10n';
import { isMap, parseAllDocuments, type Document, type YAMLError } from 'yaml';
import { isTooDeep } from '../yaml/yamlText';
import type { AzureMlFile, SpecProblem } from './azureMlFile';
import { readDeploymentFields } from './deploymentFields';
import { readEndpointFields } from './endpointFields';
import { readModelFields } from './modelFields';
import { rangeOf, SpecFields } from './specFields';

/** No file that a person wrote comes near it, and reading a larger one would take seconds. In UTF-16 units. */
const longestText = 2_000_000;

/** Reads a model, endpoint or deployment of Azure ML, in today's spelling or that of 2021. Never throws: what is wrong is in the result. */
export function readAzureMlFile(text: string): AzureMlFile {
  if (text.length > longestText) {
    return unusable([{ message: l10n.t('The file is too large to be read as YAML.'), range: { start: 0, end: 0 } }]);
  }
  const documents = parse(text);
  if (documents === undefined) {
    return unusable([{ message: l10n.t('The file is nested too deeply.'), range: { start: 0, end: 0 } }]);
  }
  const [document, second] = documents;
  const errors = documents.flatMap((each) => each.errors.map(problemOf));
  if (errors.length > 0) {
    return unusable(errors);
  }
  if (!document || !isMap(document.contents)) {
    return unusable([notOurs(document)]);
  }
  if (second) {
    const range = second.contents ? rangeOf(second.contents) : { start: document.range[2], end: text.length };
    return unusable([
      { message: l10n.t('This is the second of {0} documents in one file. Write each into a file of its own.', documents.length), range },
    ]);
  }
  return readFields(document, new SpecFields({ document, problems: [] }, document.contents));
}

/** Undefined for what is nested so deeply that the parser runs out of stack. */
function parse(text: string): Document.Parsed[] | undefined {
  if (isTooDeep(text)) {
    return undefined;
  }
  try {
    // The parser's own check for keys written twice takes time that grows with the square of their number; SpecFields has one.
    const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    return 'empty' in documents ? [] : documents;
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

function readFields(document: Document.Parsed, fields: SpecFields): AzureMlFile {
  const { problems } = fields.source;
  const kind = kindOf(fields);
  const file = ((): AzureMlFile | undefined => {
    switch (kind) {
      case 'model': {
        const spec = readModelFields(fields);
        return spec && { kind, spec };
      }
      case 'endpoint': {
        const spec = readEndpointFields(fields);
        return spec && { kind, spec };
      }
      case 'deployment': {
        const spec = readDeploymentFields(fields);
        return spec && { kind, spec };
      }
      case undefined:
        problems.push(notOurs(document));
        return undefined;
    }
  })();
  return file && problems.length === 0 ? file : unusable(problems);
}

type Kind = 'model' | 'endpoint' | 'deployment';

const kindsBySchema: ReadonlyMap<string, Kind> = new Map([
  ['model', 'model'],
  ['onlineendpoint', 'endpoint'],
  ['managedonlineendpoint', 'endpoint'],
  ['kubernetesonlineendpoint', 'endpoint'],
  ['onlinedeployment', 'deployment'],
  ['managedonlinedeployment', 'deployment'],
  ['kubernetesonlinedeployment', 'deployment'],
]);

/** By `$schema`, whose last part names the kind, else by the fields that only one kind has. */
function kindOf(fields: SpecFields): Kind | undefined {
  const [, schema = ''] = /\/(\w+)\.schema\.json$/.exec(schemaOf(fields)) ?? [];
  return kindsBySchema.get(schema.toLowerCase()) ?? kindByShape(fields);
}

function kindByShape(fields: SpecFields): Kind | undefined {
  const hasAny = (...names: string[]): boolean => names.some((name) => fields.has(name));
  if (hasAny('auth_mode')) {
    return 'endpoint';
  }
  if (hasAny('endpoint_name', 'instance_type', 'instance_count')) {
    return 'deployment';
  }
  if (hasAny('traffic')) {
    return 'endpoint';
  }
  const type = hasAny('type') ? (fields.text('type') ?? '') : '';
  return hasAny('path', 'local_path') && (hasAny('model_format') || /model$/i.test(type)) ? 'model' : undefined;
}

function schemaOf(fields: SpecFields): string {
  return fields.has('$schema') ? (fields.text('$schema') ?? '') : '';
}

function notOurs(document: Document.Parsed | undefined): SpecProblem {
  return {
    message: l10n.t('This file is no model, endpoint or deployment of Azure Machine Learning.'),
    range: document?.contents ? rangeOf(document.contents) : { start: 0, end: 0 },
  };
}

function problemOf({ message, pos: [start, end] }: YAMLError): SpecProblem {
  return { message: l10n.t('This is not valid YAML: {0}', message), range: { start, end } };
}

function unusable(problems: readonly SpecProblem[]): AzureMlFile {
  return { kind: 'unusable', problems: problems.toSorted((a, b) => a.range.start - b.range.start) };
}
