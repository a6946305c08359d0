import type { Fields } from '../../../base/decode';
import { badRequest, notFound } from '../armError';
import { noContent, ok } from '../armResponse';
import type { Access } from '../authorization';
import { inWorkspace, type WorkspaceAnswer } from '../inWorkspace';
import { checkAssetName, checkAssetVersion } from '../names';
import { page } from '../paging';
import type { WorkspaceScope } from '../resourceScope';
import { workspacePath, type PathValues, type Route } from '../route';
import { touched } from '../systemData';
import { optionalTexts, textMap } from '../textFields';
import { longAssetUri } from './assetUri';
import { listView, ordered } from './listView';
import { find as findContainer } from './modelContainerRoutes';
import type { ModelVersionRecord } from './modelRecords';
import { deleteVersion, putVersion, versionsOf, type Models } from './models';
import { versionView } from './modelViews';

/** Model versions: list, get, put (also archives and restores), delete. All synchronous, as in Azure. */
export function modelVersionRoutes(models: Models, access: Access): Route[] {
  const path = `${workspacePath}/models/{model}/versions/{version}`;
  const list: WorkspaceAnswer = (request, values, scope) => {
    const container = findContainer(models, scope, values);
    const records = ordered(request, listView(request, versionsOf(models, container.id)));
    const wanted = request.query.get('version');
    const found = records.filter((it) => wanted === null || it.version === wanted);
    return page(request, found, versionView, ['$top']);
  };
  const get: WorkspaceAnswer = (_request, values, scope) => {
    const record = models.versions.get(versionId(scope, values));
    if (!record) {
      const what = `Model ${values('model')} with version ${values('version')}`;
      throw notFound('ResourceNotFound', `${what} was not found in workspace ${scope.workspace.name}.`);
    }
    return ok(versionView(record));
  };
  const remove: WorkspaceAnswer = async (_request, values, scope) => {
    const id = versionId(scope, values);
    if (!models.versions.get(id)) {
      return noContent;
    }
    await deleteVersion(models, `${scope.id}/models/${values('model')}`, id);
    return { status: 200 };
  };
  return [
    { method: 'GET', path: `${workspacePath}/models/{model}/versions`, answer: inWorkspace(access, list) },
    { method: 'GET', path, answer: inWorkspace(access, get) },
    { method: 'PUT', path, answer: inWorkspace(access, put(models)) },
    { method: 'DELETE', path, answer: inWorkspace(access, remove) },
  ];
}

function versionId(scope: WorkspaceScope, values: PathValues): string {
  return `${scope.id}/models/${values('model')}/versions/${values('version')}`;
}

function put(models: Models): WorkspaceAnswer {
  return async (request, values, scope) => {
    checkAssetName(values('model'));
    checkAssetVersion(values('version'));
    const body = (await request.body()).fields('properties');
    const previous = models.versions.get(versionId(scope, values));
    const container = models.containers.get(`${scope.id}/models/${values('model')}`);
    const name = container?.name ?? values('model');
    const record: ModelVersionRecord = {
      id: previous?.id ?? `${scope.id}/models/${name}/versions/${values('version')}`,
      name,
      version: previous?.version ?? values('version'),
      modelUri: unchangedUri(body, previous, scope),
      ...versionContent(body, previous),
    };
    await putVersion(models, `${scope.id}/models/${name}`, record);
    return { status: previous ? 200 : 201, body: versionView(record) };
  };
}

/** A version keeps its path for ever: another one is refused in the words that azure-ai-ml looks for. */
function unchangedUri(body: Fields, previous: ModelVersionRecord | undefined, scope: WorkspaceScope): string {
  const given = body.optionalText('modelUri');
  const modelUri = given === undefined ? previous?.modelUri : longAssetUri(given, scope);
  if (modelUri === undefined) {
    throw badRequest('UserError', 'The path of the model (properties.modelUri) is required.', 'properties.modelUri');
  }
  if (previous && previous.modelUri !== modelUri) {
    throw badRequest('UserError', 'Asset paths cannot be updated.');
  }
  return modelUri;
}

type VersionContent = Omit<ModelVersionRecord, 'id' | 'name' | 'version' | 'modelUri'>;

function versionContent(body: Fields, previous: ModelVersionRecord | undefined): VersionContent {
  return {
    modelType: body.optionalText('modelType') ?? previous?.modelType ?? 'custom_model',
    flavors: body.unknown('flavors') ?? {},
    ...optionalTexts(body, ['description', 'stage', 'jobName']),
    tags: textMap(body, 'tags'),
    properties: textMap(body, 'properties'),
    isAnonymous: body.optionalFlag('isAnonymous') ?? false,
    isArchived: body.optionalFlag('isArchived') ?? false,
    systemData: touched(previous?.systemData),
  };
}
