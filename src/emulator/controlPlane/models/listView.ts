import { badRequest } from '../armError';
import type { ArmRequest } from '../armRequest';

interface Listed {
  readonly isArchived: boolean;
  readonly systemData: { readonly createdAt: string; readonly lastModifiedAt: string };
}

/** `listViewType`; active ones when it is not given. */
export function listView<T extends Listed>(request: ArmRequest, items: readonly T[]): T[] {
  const view = request.query.get('listViewType') ?? 'ActiveOnly';
  switch (view.toLowerCase()) {
    case 'activeonly':
      return items.filter((it) => !it.isArchived);
    case 'archivedonly':
      return items.filter((it) => it.isArchived);
    case 'all':
      return [...items];
    default:
      throw badRequest('InvalidQueryParameter', `listViewType must be ActiveOnly, ArchivedOnly or All, found '${view}'.`, 'listViewType');
  }
}

/**
 * `$orderBy`, as REST names it (`CreatedAtDesc`) and as the Python SDK spells it (`createdtime desc`).
 * `items` come in the order of their creation, which also decides between equal times. Newest first when it is not given.
 */
export function ordered<T extends Listed>(request: ArmRequest, items: readonly T[]): T[] {
  const order = (request.query.get('$orderBy') ?? 'createdatdesc').toLowerCase().replace(/\s+/g, '');
  const match = /^(?<field>created|updated|modified)(?:at|time)?(?<direction>asc|desc)?$/.exec(order);
  if (!match?.groups) {
    throw badRequest('InvalidQueryParameter', `Cannot order by '${request.query.get('$orderBy') ?? ''}'.`, '$orderBy');
  }
  const time = (it: T): string => (match.groups?.['field'] === 'created' ? it.systemData.createdAt : it.systemData.lastModifiedAt);
  const rising = [...items].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
  return match.groups['direction'] === 'desc' ? rising.reverse() : rising;
}
