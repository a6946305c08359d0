#!/usr/bin/env node
import path from 'node:path';
import { Cancelled } from '../base/errors';
import { speakLanguageOf } from './language';
import { cancelledStatus, runProgram } from './program';
import { openTerminal } from './terminal';

const project = path.join(__dirname, '..');

/** What shells expect of a program that a signal ended: 128 and the signal's number. */
const statusOfSignal = { SIGINT: cancelledStatus, SIGTERM: 143, SIGHUP: 129 } as const;

async function main(): Promise<void> {
  const ending = new AbortController();
  let statusOfEnd: number = cancelledStatus;
  for (const [name, status] of Object.entries(statusOfSignal)) {
    // The listener stays: a second Ctrl-C must not stop the cleaning up that the first one began.
    process.on(name, () => {
      statusOfEnd = status;
      ending.abort(new Cancelled());
    });
  }
  // A reader such as `head` that goes away early ends the program as it ends any other.
  process.stdout.on('error', () => {
    ending.abort(new Cancelled());
  });
  speakLanguageOf(process.env, path.join(project, 'l10n'));
  const status = await runProgram(process.argv.slice(2), {
    terminal: openTerminal(process.stdout, process.stderr, () => performance.now()),
    installation: { dist: __dirname, sample: path.join(project, 'samples', 'single-model') },
    packageFile: path.join(project, 'package.json'),
    key: process.env['TRITON_AZUREML_KEY'],
    signal: ending.signal,
  });
  // Open connections would keep the process for a while; everything that must be closed has been.
  process.stdout.write('', () => process.exit(status === cancelledStatus ? statusOfEnd : status));
}

void main();
