import * as l10n from '@vscode/l10n';
import type { SpecFields } from './specFields';

export interface FieldNames {
  /** `a deployment`, translated. */
  readonly what: string;
  readonly known: readonly string[];
  /** Written by the service into what it gives out; may be present and is left out. */
  readonly written: readonly string[];
  /** Fields of Azure's schema that cannot be carried out from here: leaving them out in silence would make something else. */
  readonly elsewhere: readonly string[];
}

/** The official clients take an unknown field for a mistake (azure-ai-ml, _schema/core/schema_meta.py), and so do we: it is most often a typing error. */
export function refuseUnknown(fields: SpecFields, { what, known, written, elsewhere }: FieldNames): void {
  for (const name of fields.names) {
    if (elsewhere.includes(name)) {
      fields.problemAtKey(name, l10n.t('{0} is not supported for a Triton deployment from here. Remove it, or use the Azure CLI.', name));
    } else if (!known.includes(name) && !written.includes(name)) {
      fields.problemAtKey(name, l10n.t('{0} is not a field of {1}.', name, what));
    }
  }
}
