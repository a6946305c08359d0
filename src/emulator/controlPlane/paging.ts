import { badRequest } from './armError';
import type { ArmRequest } from './armRequest';
import { ok, type ArmResponse } from './armResponse';

/** Items of a page when the caller asks for no other number. */
const DEFAULT_PAGE_SIZE = 30;

/**
 * One page of a list as `{ value, nextLink? }`; `view` makes the body of an item and is asked for those of the page only. The page size is the first of the named query parameters that is given
 * (`count` or `$top`). `nextLink` is absolute, on the host that the caller used, with all of its parameters.
 */
export function page<T>(
  request: ArmRequest,
  items: readonly T[],
  view: (item: T) => unknown,
  sizeParameters: readonly string[] = [],
): ArmResponse {
  const given = sizeParameters.find((name) => request.query.has(name));
  const size = given === undefined ? DEFAULT_PAGE_SIZE : wholeNumber(request, given);
  const skip = request.query.has('$skip') ? wholeNumber(request, '$skip') : 0;
  const end = skip + Math.max(1, size);
  const value = items.slice(skip, end).map(view);
  return ok(end < items.length ? { value, nextLink: linkTo(request, end) } : { value });
}

function wholeNumber(request: ArmRequest, name: string): number {
  const text = request.query.get(name) ?? '';
  if (!/^\d{1,9}$/.test(text)) {
    throw badRequest('InvalidQueryParameter', `The query parameter '${name}' must be a whole number, found '${text}'.`, name);
  }
  return Number(text);
}

function linkTo(request: ArmRequest, skip: number): string {
  const query = new URLSearchParams(request.query);
  query.delete('$skip');
  // Spelled as Azure spells it: some clients look for "$skip=" in the text, and URLSearchParams would write %24skip.
  const rest = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${request.baseUrl}${request.path}?${rest}&$skip=${skip}`;
}
