import { ArmError, notFound } from './armError';
import type { ArmRequest } from './armRequest';
import { isExpired, type Caller, type Directory, type DirectorySubscription, type DirectoryWorkspace } from './directory';

/** Who may do what, asked by the token of a request. */
export interface Access {
  /** Throws 401 in ARM's words when the token is missing, unknown or expired. */
  caller(request: ArmRequest): Caller;
  /** The subscriptions that GET /subscriptions shows to a caller. */
  visible(caller: Caller): DirectorySubscription[];
  /** Throws 404, 401 or 403 when the caller cannot see the subscription; subscriptions are found without regard to case. */
  subscription(caller: Caller, id: string): DirectorySubscription;
  workspace(caller: Caller, id: string, resourceGroup: string, name: string): DirectoryWorkspace;
}

export function createAccess(directory: Directory): Access {
  const subscription: Access['subscription'] = (caller, id) => {
    const found = directory.subscriptions.find((it) => same(it.id, id));
    if (!found) {
      throw notFound('SubscriptionNotFound', `The subscription '${id}' could not be found.`);
    }
    if (caller.tenantId !== undefined && !same(caller.tenantId, found.tenantId)) {
      const message = `The access token is from the wrong issuer '${caller.tenantId}'. It must match the tenant '${found.tenantId}' associated with this subscription.`;
      throw unauthorized('InvalidAuthenticationTokenTenant', message, found.tenantId);
    }
    if (!hasRole(caller, found)) {
      const message = `The client does not have authorization to perform action over scope '/subscriptions/${id}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
      throw new ArmError(403, { code: 'AuthorizationFailed', message });
    }
    return found;
  };
  return {
    subscription,
    caller: (request) => callerOf(directory, request),
    visible: (caller) =>
      directory.subscriptions.filter((it) => (caller.tenantId === undefined || same(caller.tenantId, it.tenantId)) && hasRole(caller, it)),
    workspace: (caller, id, resourceGroup, name) => {
      const inGroup = subscription(caller, id).workspaces.filter((it) => same(it.resourceGroup, resourceGroup));
      if (inGroup.length === 0) {
        throw notFound('ResourceGroupNotFound', `Resource group '${resourceGroup}' could not be found.`);
      }
      const workspace = inGroup.find((it) => same(it.name, name));
      if (!workspace) {
        const message = `The Resource 'Microsoft.MachineLearningServices/workspaces/${name}' under resource group '${resourceGroup}' was not found.`;
        throw notFound('ResourceNotFound', message);
      }
      return workspace;
    },
  };
}

function callerOf(directory: Directory, request: ArmRequest): Caller {
  const tenantId = directory.tenants[0]?.tenantId ?? 'common';
  if (request.token === undefined) {
    throw unauthorized('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.", tenantId);
  }
  const caller = directory.callers.get(request.token);
  if (!caller) {
    throw unauthorized('InvalidAuthenticationToken', 'The access token is invalid.', tenantId);
  }
  if (isExpired(caller)) {
    throw unauthorized('ExpiredAuthenticationToken', 'The access token has expired.', caller.tenantId ?? tenantId);
  }
  return caller;
}

function unauthorized(code: string, message: string, tenantId: string): ArmError {
  const challenge = `Bearer authorization_uri="https://login.microsoftonline.com/${tenantId}", error="invalid_token", error_description="${message}"`;
  return new ArmError(401, { code, message }, { 'WWW-Authenticate': challenge });
}

function hasRole(caller: Caller, subscription: DirectorySubscription): boolean {
  return !caller.denied && (caller.subscriptions === undefined || caller.subscriptions.some((id) => same(id, subscription.id)));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
