import * as l10n from '@vscode/l10n';

/** What a request was about. */
export interface Subject {
  readonly kind: 'newEndpoint' | 'newVersion' | 'upload' | 'other';
  /** `Endpoint demo could not be created or changed.` */
  readonly couldNot: string;
}

type Verb = 'read' | 'write' | 'delete';

/** The object and verb of AzureError.request, as a sentence. */
export function subjectOf(request: string): Subject {
  const [method = '', path = ''] = request.split(' ', 2);
  const [collection = '', name = '', child, childName] = path.split('/');
  return /(^|\/)(LocalUpload|az-ml-artifacts)\//.test(path)
    ? { kind: 'upload', couldNot: l10n.t('The model could not be uploaded.') }
    : subjectIn(collection, verbOf(method), name, [child, childName]);
}

function verbOf(method: string): Verb {
  return method === 'PUT' ? 'write' : method === 'DELETE' ? 'delete' : 'read';
}

function subjectIn(collection: string, verb: Verb, name: string, [child, childName]: (string | undefined)[]): Subject {
  switch (collection) {
    case 'onlineEndpoints':
      return child === 'deployments' ? deployment(verb, name, childName) : endpoint(verb, name, child);
    case 'models':
      return child === 'versions' ? version(verb, name, childName) : model(verb, name);
    case 'datastores':
      return other(l10n.t('Datastore {0} could not be opened.', name));
    case 'tenants':
      return other(l10n.t('The directories of your account could not be listed.'));
    case 'subscriptions':
      return other(name === '' ? l10n.t('The subscriptions could not be listed.') : l10n.t('The workspaces could not be read.'));
    default:
      return other(l10n.t('The request could not be carried out.'));
  }
}

function other(couldNot: string): Subject {
  return { kind: 'other', couldNot };
}

function endpoint(verb: Verb, name: string, action: string | undefined): Subject {
  if (name === '') {
    return other(l10n.t('The endpoints could not be listed.'));
  }
  if (action !== undefined) {
    return other(l10n.t('The key of endpoint {0} could not be read.', name));
  }
  switch (verb) {
    case 'write':
      return { kind: 'newEndpoint', couldNot: l10n.t('Endpoint {0} could not be created or changed.', name) };
    case 'delete':
      return other(l10n.t('Endpoint {0} could not be deleted.', name));
    case 'read':
      return other(l10n.t('Endpoint {0} could not be read.', name));
  }
}

function deployment(verb: Verb, endpointName: string, name: string | undefined): Subject {
  if (name === undefined) {
    return other(l10n.t('The deployments of endpoint {0} could not be listed.', endpointName));
  }
  switch (verb) {
    case 'write':
      return other(l10n.t('Deployment {0} of endpoint {1} could not be created or changed.', name, endpointName));
    case 'delete':
      return other(l10n.t('Deployment {0} of endpoint {1} could not be deleted.', name, endpointName));
    case 'read':
      return other(l10n.t('Deployment {0} of endpoint {1} could not be read.', name, endpointName));
  }
}

function version(verb: Verb, modelName: string, name: string | undefined): Subject {
  if (name === undefined) {
    return other(l10n.t('The versions of model {0} could not be listed.', modelName));
  }
  switch (verb) {
    case 'write':
      return { kind: 'newVersion', couldNot: l10n.t('Version {0} of model {1} could not be registered.', name, modelName) };
    case 'delete':
      return other(l10n.t('Version {0} of model {1} could not be deleted.', name, modelName));
    case 'read':
      return other(l10n.t('Version {0} of model {1} could not be read.', name, modelName));
  }
}

function model(verb: Verb, name: string): Subject {
  if (name === '') {
    return other(l10n.t('The models could not be listed.'));
  }
  return other(verb === 'delete' ? l10n.t('Model {0} could not be deleted.', name) : l10n.t('Model {0} could not be read.', name));
}
