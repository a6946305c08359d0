/** The view container of the activity bar. */
export const viewContainer = 'tritonAml';
export const explorerView = 'tritonAml.explorer';
/** Webview panel that VS Code brings back after a reload of the window. */
export const invokePanel = 'tritonAml.invoke';
/** Scheme of the read-only documents that show a deployment's container log. */
export const logScheme = 'triton-azureml-log';
/** Scheme of the read-only documents that show a generated config.pbtxt. */
export const generatedScheme = 'triton-azureml-generated';
