// A check that is a command: it passes when its exit status is 0.
import { spawn } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fail, pass, tellCounts } from './tally.mjs';

/** `command` is found in node_modules/.bin as in npm scripts. True when it passed. */
export async function runCommand(part, command, args) {
  const name = [basename(command), ...args.filter((arg) => !arg.startsWith('--') && !arg.startsWith('.test-build'))].join(' ');
  const start = performance.now();
  const { code, output } = await output_(command, args);
  await appendFile(`.test-build/logs/${part}.log`, `$ ${command} ${args.join(' ')}\n${output}\n`);
  const isPassed = code === 0;
  if (isPassed) pass(part, name);
  else fail(part, name, firstLines(output, 80));
  tellCounts(name, isPassed ? [1, 0, 0] : [0, 1, 0], start);
  return isPassed;
}

function output_(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function firstLines(text, count) {
  const lines = text.split('\n');
  return lines.length <= count ? text : [...lines.slice(0, count), `… ${lines.length - count} more lines in .test-build/logs`].join('\n');
}
