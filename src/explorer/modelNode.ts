import * as l10n from '@vscode/l10n';
import type { Model, ModelVersion } from '../azure/models';
import type { Page } from '../azure/page';
import { workspaceRowId, type Branch } from './branch';
import type { ExplorerNode, NodeIcon } from './explorerNode';
import { factSheet } from './markdown';
import { modelVersionNode } from './modelVersionNode';
import { firstVersions } from './modelVersions';
import { emptyNode } from './noticeNodes';
import { pagedRows } from './pagedRows';

/** The list of models says nothing of their type: that stands in the versions (REST reference, Model Containers). */
export async function loadModelNodes(branch: Branch, models: readonly Model[], signal: AbortSignal): Promise<ExplorerNode[]> {
  const versions = await firstVersions(branch, models, signal);
  return models.map((model, at) => modelNode(branch, model, versions[at] ?? { items: [] }));
}

/** `versions` is the first page, newest first. */
function modelNode(branch: Branch, model: Model, versions: Page<ModelVersion>): ExplorerNode {
  const name = model.ref.model;
  const id = `${workspaceRowId(branch.place, model.ref)}/models/${name}`;
  const type = versions.items[0]?.type;
  const format = type === undefined ? l10n.t('no version') : modelFormat(type);
  const count = versionCount(versions);
  return {
    id,
    label: name,
    description: `${format} · ${count}`,
    icon: modelIcon(type),
    contextValue: 'model',
    tooltip: factSheet(name, [
      [l10n.t('Type'), type],
      [l10n.t('Latest version'), versions.items[0]?.ref.version],
      [l10n.t('Created'), model.createdAt?.toLocaleString(branch.locale)],
    ]),
    accessibilityLabel: l10n.t('Model {0}, {1}, {2}', name, format, count),
    target: { kind: 'model', place: branch.place, model: model.ref },
    children: async (signal) =>
      pagedRows(
        await branch.azure.models.versions(model.ref, signal),
        {
          parentId: id,
          whenEmpty: emptyNode(id, l10n.t('No versions'), l10n.t('Every version of this model was deleted or archived.')),
          toRows: (items) => Promise.resolve(items.map((version) => modelVersionNode(branch, version))),
        },
        signal,
      ),
  };
}

/** `triton`, `custom`, `mlflow`: the type without what all types end in. */
function modelFormat(type: string): string {
  return type.replace(/_model$/, '');
}

/** Triton models carry an icon of their own, others are dimmed: they cannot be deployed to Triton. */
function modelIcon(type: string | undefined): NodeIcon {
  return type === 'triton_model' ? { kind: 'own', name: 'triton-model' } : { kind: 'theme', name: 'symbol-misc', tone: 'disabled' };
}

function versionCount({ items, more }: Page<ModelVersion>): string {
  if (more) {
    return l10n.t('more than {0} versions', items.length);
  }
  return items.length === 1 ? l10n.t('1 version') : l10n.t('{0} versions', items.length);
}
