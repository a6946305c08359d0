import type { ArmRequest } from './armRequest';
import type { ArmResponse } from './armResponse';
import type { Access } from './authorization';
import { workspaceScope, type WorkspaceScope } from './resourceScope';
import type { Answer, PathValues } from './route';

export type WorkspaceAnswer = (request: ArmRequest, values: PathValues, scope: WorkspaceScope) => ArmResponse | Promise<ArmResponse>;

/** An answer to a path below a workspace, given only to callers who may see that workspace. */
export function inWorkspace(access: Access, answer: WorkspaceAnswer): Answer {
  return (request, values) => {
    const caller = access.caller(request);
    const workspace = access.workspace(caller, values('subscription'), values('resourceGroup'), values('workspace'));
    return answer(request, values, workspaceScope(access.subscription(caller, values('subscription')).id, workspace));
  };
}
