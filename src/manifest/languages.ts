/** Language of config.pbtxt in package.json. */
export const configLanguage = 'triton-config';

/** A configuration, also where another extension has claimed the file for a language of its own. */
export function isConfigDocument({ languageId, fileName }: { readonly languageId: string; readonly fileName: string }): boolean {
  return languageId === configLanguage || /(?:^|[\\/])config\.pbtxt$/.test(fileName);
}

/** The same as VS Code's document selector. */
export const configDocuments = [{ language: configLanguage }, { pattern: '**/config.pbtxt' }];

/** Files of Azure ML stay what they are; package.json wakes the extension for it. */
export const yamlLanguage = 'yaml';

/** Longer texts are not looked at. In UTF-16 units. */
const longest = 256 * 1024;

/** What every file of ours has at least one of: its schema, or a key that its shape is known by. */
const traces =
  /azureml|online(?:Endpoint|Deployment)|\b(?:endpoint_name|auth_mode|traffic|model_format|(?:custom|mlflow|triton)_?model)\b/i;

/** Whether a text is worth being parsed. A text that it turns away describes no model, endpoint or deployment. Costs next to nothing. */
export function mayBeAzureMl(text: string): boolean {
  return text.length <= longest && traces.test(text);
}

/** A model, an endpoint or a deployment in the editor; every other YAML is left alone. */
export function isAzureMlDocument(document: { readonly languageId: string; getText(): string }): boolean {
  return document.languageId === yamlLanguage && mayBeAzureMl(document.getText());
}

/** What is checked in the editor with every key. */
export function isCheckedWhileTyped(document: { readonly languageId: string; readonly fileName: string; getText(): string }): boolean {
  return isConfigDocument(document) || isAzureMlDocument(document);
}

/** An empty YAML file may become one of ours, and is offered what ours begin with. */
export function isOursOrEmpty(text: string): boolean {
  return mayBeAzureMl(text) || text.trim() === '';
}
