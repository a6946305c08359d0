/** Language of config.pbtxt in package.json. */
const configLanguage = 'triton-config';

/** A configuration, also where another extension has claimed the file for a language of its own. */
export function isConfigDocument({ languageId, fileName }: { readonly languageId: string; readonly fileName: string }): boolean {
  return languageId === configLanguage || /(?:^|[\\/])config\.pbtxt$/.test(fileName);
}

/** The same as VS Code's document selector. */
export const configDocuments = [{ language: configLanguage }, { pattern: '**/config.pbtxt' }];

/** Files of Azure ML stay what they are; package.json wakes the extension for it. */
export const yamlLanguage = 'yaml';
