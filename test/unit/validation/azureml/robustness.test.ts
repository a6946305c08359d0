import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { migrateAzureMl } from '../../../../src/documents/azureml/migrate';
import { checkAzureMlText } from '../../../../src/validation/azureml/checkAzureMl';
import { noFilesAround } from '../../../../src/validation/azureml/filesAround';
import { filesOnDisk } from '../../../../src/validation/azureml/filesOnDisk';

const samples = globSync('samples/single-model/**/*.yaml').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

for (const { path, text } of samples) {
  test(`every prefix of ${path} is checked and migrated without an exception, and every place lies in it`, () => {
    for (let end = 0; end <= text.length; end += 1) {
      const prefix = text.slice(0, end);
      migrateAzureMl(prefix);
      for (const { range } of checkAzureMlText(prefix, noFilesAround)) {
        assert.ok(range.start >= 0 && range.start <= range.end && range.end <= end, `${end}: ${range.start} to ${range.end}`);
      }
    }
  });

  test(`${path} has no error for Azure${path.includes('2021') ? ' but those of its year' : ''}`, () => {
    const errors = checkAzureMlText(text, filesOnDisk(`${process.cwd()}/${path}`)).filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      errors.filter(({ code }) => code !== 'aml/preview-key'),
      [],
    );
    assert.equal(errors.length > 0, path.includes('2021') && text.includes('local_path'));
  });
}

test('any change of a file is checked and migrated without an exception', () => {
  const pieces = [
    '{',
    '}',
    '[',
    ']',
    ':',
    '- ',
    '? ',
    '&a ',
    '*a',
    '<<: ',
    '"',
    "'",
    '|',
    '>',
    '#',
    '\n',
    '\r\n',
    '\t',
    '\0',
    '!',
    '%',
    '@',
    '`',
    '---\n',
    '\ufeff',
    'type',
    'traffic: ',
    'deployments:\n  - a: b\n',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...samples.map(({ text }) => text)),
      fc.array(fc.tuple(fc.nat(400), fc.nat(20), fc.constantFrom(...pieces)), { maxLength: 6 }),
      (text, changes) => {
        const changed = changes.reduce((all, [at, gone, piece]) => all.slice(0, at) + piece + all.slice(at + gone), text);
        checkAzureMlText(changed, noFilesAround);
        migrateAzureMl(changed);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('a file too large to read is only said to be so', () => {
  const text = `$schema: https://azuremlschemas.azureedge.net/latest/model.schema.json\n${'tags: 1\n'.repeat(100_000)}`;
  assert.deepEqual(
    checkAzureMlText(text, noFilesAround).map(({ code, severity }) => [code, severity]),
    [['aml/not-checked', 'info']],
  );
  assert.deepEqual(checkAzureMlText('x: 1\n'.repeat(200_000), noFilesAround), []);
});
