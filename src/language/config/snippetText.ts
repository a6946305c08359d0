import type { FieldType } from '../../documents/pbtxt/modelConfigSchema';
import { fieldsOf } from '../../documents/pbtxt/modelConfigSchema';

/** A text in the syntax of snippets that stands for itself. */
export function plain(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A field with its marks, the cursor where its value belongs. */
export function fieldSnippet(schema: FieldType): string {
  const { name, type, shape } = schema;
  const fields = fieldsOf(type);
  if (shape === 'map') {
    return `${name} {\n\tkey: "$1"\n\t${fields === undefined ? scalarField('value', type) : inlineMessage('value', type)}\n\\}`;
  }
  if (fields === undefined) {
    return shape === 'repeated' ? `${name}: [ ${type === 'string' ? '"$0"' : '$0'} ]` : scalarField(name, type);
  }
  return shape === 'repeated' ? `${name} [\n\t{\n\t\t$0\n\t\\}\n]` : inlineMessage(name, type);
}

function scalarField(name: string, type: string): string {
  return `${name}: ${type === 'string' ? '"$0"' : '$0'}`;
}

/** A message of a single field is written in one line. */
function inlineMessage(name: string, type: string): string {
  const fields = [...(fieldsOf(type)?.values() ?? [])];
  const [only] = fields;
  if (only === undefined) {
    return `${name} { \\}`;
  }
  const isShort = fields.length === 1 && only.shape !== 'map' && fieldsOf(only.type) === undefined;
  return isShort ? `${name} { ${fieldSnippet(only)} \\}` : `${name} {\n\t$0\n\\}`;
}
