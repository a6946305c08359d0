import * as l10n from '@vscode/l10n';
import type { ModelVersion } from '../azure/models';
import { modelVersionId } from '../azure/resourceRefs';
import { formatBytes } from '../base/quantities';
import { formatAge } from './age';
import { branchId, type Branch } from './branch';
import { themeIcon, type ExplorerNode } from './explorerNode';
import { factSheet } from './markdown';

/** What operations/registerModel.ts notes on a version: how many bytes were uploaded. The service itself keeps no size. */
const sizeProperty = 'tritonAml.bytes';

export function modelVersionNode(branch: Branch, version: ModelVersion): ExplorerNode {
  const { ref, createdAt } = version;
  const age = createdAt && formatAge(createdAt, branch.now(), branch.locale);
  const bytes = Number(version.properties.get(sizeProperty) ?? NaN);
  const size = Number.isFinite(bytes) ? formatBytes(bytes, branch.locale) : undefined;
  const facts = [size, age].filter((fact) => fact !== undefined).join(' · ');
  return {
    id: `${branchId(branch.place)}${modelVersionId(ref)}`,
    label: ref.version,
    description: facts,
    icon: themeIcon('tag'),
    contextValue: 'modelVersion',
    tooltip: factSheet(`${ref.model}:${ref.version}`, [
      [l10n.t('Type'), version.type],
      [l10n.t('Size'), size],
      [l10n.t('Created'), createdAt?.toLocaleString(branch.locale)],
      [l10n.t('Path'), version.uri],
      [l10n.t('Description'), version.description],
      ...[...version.tags].map(([name, value]) => [l10n.t('Tag {0}', name), value] as const),
    ]),
    accessibilityLabel: l10n.t('Version {0} of model {1}, {2}', ref.version, ref.model, facts),
    target: { kind: 'modelVersion', place: branch.place, version: ref },
  };
}
