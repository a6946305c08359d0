import * as l10n from '@vscode/l10n';
import { azureMlDocuments } from '../../documents/azureml/azureMlDocument';
import { keptYaml } from '../../documents/yaml/keptYaml';
import type { YamlText } from '../../documents/yaml/yamlText';
import { applyRules, type Finding } from '../rule';
import { azureMlRules } from '../rules/azureml';
import { checkedDocument } from './checkedDocument';
import type { FilesAround } from './filesAround';

/** What is wrong with a text that describes a model, an endpoint or a deployment; nothing for any other text. Never throws. */
export function checkAzureMlText(text: string, files: FilesAround): readonly Finding[] {
  const source = keptYaml(text);
  if (typeof source === 'string') {
    return namesOurSchema(text) ? [notChecked()] : [];
  }
  return checkAzureMl(source, files);
}

/** The findings of a text that could be parsed, in the order of their places. */
function checkAzureMl(source: YamlText, files: FilesAround): readonly Finding[] {
  const ours = azureMlDocuments(source);
  if (ours.length === 0) {
    return [];
  }
  // What is not YAML yet cannot be judged: a key without a value may be the line that is being typed.
  const found =
    source.problems.length > 0
      ? syntaxFindings(source)
      : [...severalDocuments(source), ...ours.flatMap((document) => applyRules(azureMlRules, checkedDocument(document, files)))];
  return found.toSorted((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

/** A template such as Jinja's is no YAML before it is filled in, and no mistake either. */
function syntaxFindings({ text, problems }: YamlText): readonly Finding[] {
  return /\{\{|\{%/.test(text)
    ? []
    : problems.map(({ message, range }) => ({
        code: yamlSyntaxCode,
        severity: 'error',
        range,
        message: l10n.t('This is not valid YAML: {0}', message),
      }));
}

export const yamlSyntaxCode = 'aml/yaml-syntax';
export const severalDocumentsCode = 'aml/several-documents';
const unreadableCode = 'aml/not-checked';

/** Azure's clients refuse a second document, even an empty one. A script may take the file apart before they see it, so this is no error. */
function severalDocuments({ documents }: YamlText): readonly Finding[] {
  const [, second] = documents;
  if (second === undefined) {
    return [];
  }
  const [start, valueEnd] = second.contents?.range ?? second.range;
  return [
    {
      code: severalDocumentsCode,
      severity: 'warning',
      range: { start, end: Math.max(start, Math.min(valueEnd, start + 80)) },
      message: l10n.t('Azure reads one document from a file; this one has {0}. Write each into a file of its own.', documents.length),
    },
  ];
}

function notChecked(): Finding {
  return {
    code: unreadableCode,
    severity: 'info',
    range: { start: 0, end: 0 },
    message: l10n.t('This file is too large or nested too deeply to be checked.'),
  };
}

function namesOurSchema(text: string): boolean {
  return /^\$schema:[^\n]*\/(?:model|(?:managed|kubernetes)?online(?:endpoint|deployment))\.schema\.json/im.test(text.slice(0, 10_000));
}
