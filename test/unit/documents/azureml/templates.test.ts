import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileTemplates, templateOf } from '../../../../src/documents/azureml/templates';
import { readAzureMlFile } from '../../../../src/documents/azureml/readAzureMlFile';
import { checkAzureMlText } from '../../../../src/validation/azureml/checkAzureMl';
import { fakeFiles } from '../../validation/azureml/checkMarked';

/** What stands there when nobody types anything into the places of a snippet. */
function filled(snippet: string): string {
  return snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$0/g, '')
    .replace(/\\\$/g, '$');
}

for (const kind of fileTemplates) {
  test(`a new ${kind} file has nothing to mend`, () => {
    const text = filled(templateOf(kind));
    assert.deepEqual(checkAzureMlText(text, fakeFiles(['models/model_1/1/model.onnx'])), []);
    assert.equal(readAzureMlFile(text).kind, kind);
  });
}
