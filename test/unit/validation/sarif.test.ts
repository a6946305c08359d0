import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv from 'ajv';
import fc from 'fast-check';
import type { LocatedFinding } from '../../../src/validation/locatedFinding';
import { sarifLog } from '../../../src/validation/sarif';

const text = { type: 'string', minLength: 1 };
const message = only({ text }, ['text']);
const place = { type: 'integer', minimum: 1 };

/** The parts of the schema of SARIF 2.1.0 that a log of ours has, and what GitHub’s code scanning asks for beyond it. */
const schema = only(
  {
    $schema: { const: 'https://json.schemastore.org/sarif-2.1.0.json' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      items: only(
        {
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          tool: only(
            {
              driver: only(
                {
                  name: text,
                  semanticVersion: text,
                  informationUri: text,
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: only({ id: text, shortDescription: message, helpUri: text }, ['id']),
                  },
                },
                ['name'],
              ),
            },
            ['driver'],
          ),
          results: {
            type: 'array',
            items: only(
              {
                ruleId: text,
                ruleIndex: { type: 'integer', minimum: 0 },
                level: { enum: ['none', 'note', 'warning', 'error'] },
                message,
                locations: {
                  type: 'array',
                  minItems: 1,
                  items: only(
                    {
                      physicalLocation: only(
                        {
                          artifactLocation: only({ uri: { type: 'string', pattern: "^[A-Za-z0-9._~:/%!'()*-]+$" } }, ['uri']),
                          region: only({ startLine: place, startColumn: place, endLine: place, endColumn: place }, ['startLine']),
                        },
                        ['artifactLocation', 'region'],
                      ),
                    },
                    ['physicalLocation'],
                  ),
                },
              },
              ['ruleId', 'message', 'locations'],
            ),
          },
        },
        ['tool', 'results'],
      ),
    },
  },
  ['version', 'runs'],
);

function only(properties: object, required: readonly string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

const finding: fc.Arbitrary<LocatedFinding> = fc.record({
  file: fc.constantFrom('models/a/config.pbtxt', '/abs/with blank/ü#?.yml', 'C:\\models\\a\\config.pbtxt', 'a%20b.yml', 'x[1].yml'),
  line: fc.nat(99).map((n) => n + 1),
  column: fc.nat(99).map((n) => n + 1),
  endLine: fc.nat(99).map((n) => n + 100),
  endColumn: fc.nat(99).map((n) => n + 1),
  severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
  code: fc.constantFrom('triton/dims', 'aml/name', 'triton/text-syntax'),
  message: fc.string({ minLength: 1 }),
});

test('every log is one of SARIF 2.1.0', () => {
  const validate = new Ajv({ allErrors: true }).compile(schema);
  fc.assert(
    fc.property(fc.array(finding), (findings) => {
      // As a reader gets it: what is undefined is not there.
      const log: unknown = JSON.parse(JSON.stringify(sarifLog(findings, '1.2.3')));
      assert.ok(validate(log), JSON.stringify(validate.errors));
    }),
  );
});
