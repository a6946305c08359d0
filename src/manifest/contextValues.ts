/**
 * Every value that `viewItem` takes in package.json: a kind, or `kind.state`. Rows of Azure and of the emulator share them;
 * only the row of the emulator itself is of its own kind.
 */
export const contextValues = [
  'emulator.running',
  'emulator.stopped',
  'emulator.starting',
  'emulator.elsewhere',
  'signedOut',
  'account',
  'tenant',
  'subscription',
  'workspace',
  'models',
  'model',
  'modelVersion',
  'endpoints',
  'endpoint',
  'endpoint.failed',
  'endpoint.changing',
  'deployment',
  'deployment.failed',
  'deployment.changing',
  'more',
  'empty',
  'failure',
  'failure.signedOut',
] as const;

export type ContextValue = (typeof contextValues)[number];
