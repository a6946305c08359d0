import type { Command } from './command';

export const signIn: Command = async (_target, { signInTo, explorer }, row) => {
  // A row below one tenant that asks for more than the session has: it is that tenant that is signed in to.
  const place = row === undefined ? undefined : explorer.placeOf(row);
  await signInTo(place?.kind === 'azure' ? place.tenantId : undefined);
};
