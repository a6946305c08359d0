import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTerminal, type Terminal } from '../../../src/cli/terminal';

interface Screen {
  readonly terminal: Terminal;
  readonly written: () => string;
  readonly pass: (milliseconds: number) => void;
}

function screen(stream: { readonly isTTY?: boolean; readonly columns?: number }): Screen {
  let text = '';
  let now = 1000;
  const write = (more: string): void => {
    text += more;
  };
  return {
    terminal: openTerminal({ write }, { ...stream, write }, () => now),
    written: () => text,
    pass: (milliseconds) => {
      now += milliseconds;
    },
  };
}

test('elsewhere than on a terminal each stage is one line, with the time since the start and its own', () => {
  const { terminal, written, pass } = screen({});
  terminal.progress.begin('Uploading');
  terminal.progress.update('3 MB');
  pass(2000);
  terminal.progress.end('9.3 MB');
  terminal.progress.begin('Creating');
  pass(500);
  terminal.progress.begin('Deleting');
  pass(500);
  terminal.progress.end();
  terminal.progress.end();
  assert.deepEqual(
    written()
      .split('\n')
      .map((line) => line.trim()),
    ['2 sec  Uploading: 9.3 MB (2 sec)', '2.5 sec  Creating (500 ms)', '3 sec  Deleting (500 ms)', ''],
  );
});

test('on a terminal the stage that runs has a line that is taken away before any other line', () => {
  const { terminal, written } = screen({ isTTY: true, columns: 12 });
  terminal.progress.begin('Uploading');
  terminal.progress.update('3 MB of 9 MB');
  terminal.out('84 : PEACOCK');
  assert.equal(written(), '\r\u001b[KUploading\r\u001b[KUploading: \r\u001b[K84 : PEACOCK\n');
});
