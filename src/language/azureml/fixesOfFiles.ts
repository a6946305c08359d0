import * as l10n from '@vscode/l10n';
import { isDeployment, isEndpoint } from '../../documents/azureml/azureMlDocument';
import { validateDeploymentName, validateEndpointName, validateModelName } from '../../documents/azureml/names';
import { renameKey } from '../../documents/yaml/yamlEdits';
import { nearest } from '../../base/nearest';
import { isAddress } from '../../validation/azureml/tritonRepository';
import { writeValue, type Fix, type FixMaker, type FixPlace } from './fix';

/** Names, and what other files say. */
export const fixesOfFiles: readonly (readonly [code: string, FixMaker])[] = [
  ['aml/name', name],
  ['aml/model-reference', modelReference],
  ['aml/missing-path', missingPath],
  ['aml/endpoint-file', endpointFile],
  ['aml/traffic-deployment', trafficDeployment],
];

/** The same name with what is not allowed taken out, where one is left. */
function name(place: FixPlace): Fix[] {
  const { document, entry, mapping } = place;
  const written = mapping.text(entry.name) ?? '';
  const isOfEndpoint = entry.name === 'endpoint_name' || isEndpoint(document);
  const isHostLabel = isOfEndpoint || (isDeployment(document) && mapping.node === document.root.node);
  const validate = isOfEndpoint ? validateEndpointName : isHostLabel ? validateDeploymentName : validateModelName;
  const meant = isHostLabel ? hostLabel(written) : assetName(written);
  return validate(meant) === undefined ? [writeValue(place, meant)] : [];
}

function hostLabel(written: string): string {
  return written
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/-+$/, '');
}

function assetName(written: string): string {
  return written
    .replace(/[^a-zA-Z0-9_.-]+/g, '-')
    .replace(/^[^a-zA-Z0-9]+/, '')
    .slice(0, 255);
}

function modelReference(place: FixPlace): Fix[] {
  const [, model = ''] = /^azureml:([^/:@]+)/.exec(place.mapping.text(place.entry.name) ?? '') ?? [];
  const versions = place.document.neighbours().filter((other) => other.what === 'model' && other.name === model);
  const known = versions.flatMap(({ version }) => (version === undefined ? [] : [`azureml:${model}:${version}`]));
  return [...new Set([`azureml:${model}@latest`, ...known, `azureml:${model}:1`])].map((each) => writeValue(place, each));
}

/** A folder or file of a similar name in the same place. */
function missingPath(place: FixPlace): Fix[] {
  const path = place.mapping.text(place.entry.name) ?? '';
  const [, above = '', last = ''] = /^(.*[\\/])?([^\\/]+)[\\/]*$/.exec(path) ?? [];
  const around = isAddress(path) ? [] : place.document.files.list(above === '' ? '.' : above).map((item) => item.name);
  const meant = nearest(last, around);
  return meant === undefined ? [] : [writeValue(place, `${above}${meant}`)];
}

function endpointFile(place: FixPlace): Fix[] {
  const names = place.document
    .neighbours()
    .filter(({ what }) => what === 'endpoint')
    .map((endpoint) => endpoint.name);
  const meant = nearest(place.mapping.text(place.entry.name) ?? '', names);
  const ordered = [...(meant === undefined ? [] : [meant]), ...new Set(names.filter((each) => each !== meant))];
  return ordered.map((each) => writeValue(place, each, meant === undefined));
}

function trafficDeployment(place: FixPlace): Fix[] {
  const { document, entry, mapping } = place;
  const endpoint = document.root.text('name')?.toLowerCase();
  const names = document
    .neighbours()
    .filter(({ what, endpointName }) => what === 'deployment' && endpointName?.toLowerCase() === endpoint)
    .map((deployment) => deployment.name)
    .filter((each) => !mapping.has(each));
  const meant = nearest(entry.name, names);
  const ordered = [...(meant === undefined ? [] : [meant]), ...names.filter((each) => each !== meant)];
  return ordered.map((each) => ({
    title: l10n.t('Write {0}', each),
    edits: [renameKey(entry, each)],
    isGuess: meant === undefined,
  }));
}
