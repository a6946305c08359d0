import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invokePanelHtml } from '../../../../src/ui/panels/invokePanelHtml';

const html = invokePanelHtml({
  cspSource: 'https://source',
  nonce: 'abc',
  script: 'https://source/invoke.js?a=1&b="2"',
  styles: ['https://source/invoke.css'],
  language: 'es',
  title: '<b>',
});
const policy = /content="(?<policy>[^"]+)"/.exec(html)?.groups?.['policy'] ?? '';

test('nothing is allowed but what is named', () => {
  assert.deepEqual(policy.split('; '), [
    "default-src 'none'",
    'img-src https://source data: blob:',
    'style-src https://source',
    'font-src https://source',
    "script-src 'nonce-abc'",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ]);
});

test('there is one script, with the nonce, and no style of its own', () => {
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.match(html, /<script nonce="abc" src=/);
  assert.doesNotMatch(html, /<style|style=/);
});

test('what stands in attributes and text cannot end them', () => {
  assert.ok(!html.includes('b="2"'));
  assert.ok(!html.includes('<b>'));
});
