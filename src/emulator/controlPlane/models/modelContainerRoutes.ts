import { notFound } from '../armError';
import { noContent, ok } from '../armResponse';
import type { Access } from '../authorization';
import { inWorkspace, type WorkspaceAnswer } from '../inWorkspace';
import { checkAssetName } from '../names';
import { page } from '../paging';
import { workspacePath, type PathValues, type Route } from '../route';
import type { WorkspaceScope } from '../resourceScope';
import { touched } from '../systemData';
import { optionalTexts, textMap } from '../textFields';
import { listView } from './listView';
import type { ModelContainerRecord } from './modelRecords';
import { deleteContainer, type Models } from './models';
import { containerView } from './modelViews';

/** Model containers: list, get, put (also archives and restores), delete. All synchronous, as in Azure. */
export function modelContainerRoutes(models: Models, access: Access): Route[] {
  const path = `${workspacePath}/models/{model}`;
  const get: WorkspaceAnswer = (_request, values, scope) => ok(containerView(models, find(models, scope, values)));
  const remove: WorkspaceAnswer = async (_request, values, scope) => {
    const id = `${scope.id}/models/${values('model')}`;
    if (!models.containers.get(id)) {
      return noContent;
    }
    await deleteContainer(models, id);
    return { status: 200 };
  };
  return [
    {
      method: 'GET',
      path: `${workspacePath}/models`,
      answer: inWorkspace(access, (request, _values, scope) => {
        const records = listView(request, models.containers.under(`${scope.id}/models/`));
        return page(request, records, (it) => containerView(models, it), ['count']);
      }),
    },
    { method: 'GET', path, answer: inWorkspace(access, get) },
    { method: 'PUT', path, answer: inWorkspace(access, put(models)) },
    { method: 'DELETE', path, answer: inWorkspace(access, remove) },
  ];
}

/** The container that a path names; 404 when there is none. */
export function find(models: Models, scope: WorkspaceScope, values: PathValues): ModelContainerRecord {
  const record = models.containers.get(`${scope.id}/models/${values('model')}`);
  if (!record) {
    throw notFound('ResourceNotFound', `Model ${values('model')} was not found in workspace ${scope.workspace.name}.`);
  }
  return record;
}

function put(models: Models): WorkspaceAnswer {
  return async (request, values, scope) => {
    const name = values('model');
    checkAssetName(name);
    const body = (await request.body()).fields('properties');
    const previous = models.containers.get(`${scope.id}/models/${name}`);
    const id = previous?.id ?? `${scope.id}/models/${name}`;
    const record: ModelContainerRecord = {
      id,
      name: previous?.name ?? name,
      ...optionalTexts(body, ['description']),
      tags: textMap(body, 'tags'),
      properties: textMap(body, 'properties'),
      isArchived: body.optionalFlag('isArchived') ?? false,
      systemData: touched(previous?.systemData),
    };
    await models.containers.put(id, record);
    return { status: previous ? 200 : 201, body: containerView(models, record) };
  };
}
