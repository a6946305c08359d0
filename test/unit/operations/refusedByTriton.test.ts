import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedByTriton } from '../../../src/operations/refusedByTriton';
import type { Finding } from '../../../src/validation/rule';

const finding = (code: string, severity: Finding['severity'], start: number): Finding => ({
  code,
  severity,
  range: { start, end: start + 1 },
  message: code,
});

test('errors of models are what a deployment would fail by, and neither hints nor the YAML beside them', () => {
  const refused = refusedByTriton([
    { file: '/models/a/config.pbtxt', text: 'x\ny', findings: [finding('triton/w', 'warning', 0), finding('triton/e', 'error', 2)] },
    { file: '/models/deployment.yml', text: 'x', findings: [finding('aml/e', 'error', 0)] },
    { file: '/models/b', text: '', findings: [finding('triton/no-version', 'error', 0)] },
  ]);
  assert.deepEqual(
    refused.map(({ file, line, code }) => `${file}:${line} ${code}`),
    ['/models/a/config.pbtxt:2 triton/e', '/models/b:1 triton/no-version'],
  );
});
