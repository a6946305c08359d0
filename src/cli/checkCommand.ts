import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { UserError } from '../base/errors';
import { isTritonRelease, type TritonRelease } from '../documents/pbtxt/release';
import { checkPaths, type CheckedFile } from '../validation/checkPaths';
import { locate, type LocatedFinding } from '../validation/locatedFinding';
import { sarifLog } from '../validation/sarif';
import type { Command } from './command';
import { choice, UsageError, type Arguments } from './commandLine';
import { readVersion } from './version';

export function checkCommand(): Command {
  return {
    name: 'check',
    synopsis: 'PATH... [--format text|json|sarif] [--release YY.MM]',
    summary: l10n.t('Checks model repositories, config.pbtxt, Azure ML YAML and ONNX files; files or folders.'),
    options: {
      format: {
        type: 'string',
        value: 'FORMAT',
        explanation: l10n.t('text shows the lines, json is one object, sarif is what code scanning takes.'),
      },
      release: {
        type: 'string',
        value: 'YY.MM',
        explanation: l10n.t('The Triton container that the models are for, such as {0}; without it the newest.', '24.05'),
      },
    },
    remarks: [
      l10n.t('A .pbtxt file of another name than config.pbtxt is checked by itself, without what its folder would tell.'),
      l10n.t('The status is 1 when there are errors; warnings alone leave it at 0.'),
    ],
    run: async (given, { terminal, signal, packageFile }) => {
      if (given.positionals.length === 0) {
        throw new UsageError(l10n.t('Name at least one file or folder to check.'));
      }
      const format = choice(given, 'format', ['text', 'json', 'sarif']) ?? 'text';
      const files = await checkedFiles(given.positionals, releaseOf(given), signal);
      const findings = files.flatMap((one) => locate(one, shownPath(one.file)));
      if (files.length === 0) {
        terminal.tell(
          l10n.t(
            'There is nothing to check in {0}: no model repository, no config.pbtxt and no Azure ML YAML.',
            given.positionals.join(', '),
          ),
        );
      }
      switch (format) {
        case 'json':
          terminal.out(JSON.stringify({ files: files.length, findings }));
          break;
        case 'sarif':
          terminal.out(JSON.stringify(sarifLog(findings, await readVersion(packageFile)), null, 2));
          break;
        case 'text':
          terminal.out(textReport(files, findings));
      }
      return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
    },
  };
}

function releaseOf(given: Arguments): TritonRelease | undefined {
  const release = given.text('release');
  if (release !== undefined && !isTritonRelease(release)) {
    throw new UsageError(l10n.t('{0} is no release of Triton. Write year and month of its container, such as {1}.', release, '24.05'));
  }
  return release;
}

/** A path that cannot be checked is a mistake of the call. */
async function checkedFiles(paths: readonly string[], release: TritonRelease | undefined, signal: AbortSignal): Promise<CheckedFile[]> {
  try {
    return await checkPaths(paths, signal, release);
  } catch (error) {
    if (error instanceof UserError && (error.code === 'no-such-path' || error.code === 'unknown-kind')) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}

/** Relative to where the program was started, unless that leads out of it. */
function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === '' || relative.startsWith('..') ? file : relative.split(path.sep).join('/');
}

function textReport(files: readonly CheckedFile[], findings: readonly LocatedFinding[]): string {
  const lines = new Map(files.map(({ file, text }) => [shownPath(file), text.split('\n')]));
  const count = (severity: LocatedFinding['severity']): number => findings.filter((one) => one.severity === severity).length;
  return [
    ...findings.flatMap((one) => [...findingLines(one, lines.get(one.file)?.[one.line - 1] ?? ''), '']),
    l10n.t('Files: {0}. Errors: {1}. Warnings: {2}. Hints: {3}.', files.length, count('error'), count('warning'), count('info')),
  ].join('\n');
}

/** `file:line:column: severity code`, the message, the line and a mark below its part. */
function findingLines({ file, line, column, endLine, endColumn, severity, code, message }: LocatedFinding, source: string): string[] {
  const words = { error: l10n.t('error'), warning: l10n.t('warning'), info: l10n.t('hint') };
  const head = `${file}:${line}:${column}: ${words[severity]} ${code}`;
  const shown = source.replace(/\r$/, '').replaceAll('\t', ' ');
  const end = endLine === line ? endColumn : shown.length + 1;
  const mark = `${' '.repeat(column - 1)}${'^'.repeat(Math.max(1, end - column))}`;
  // A line of a file without breaks would fill the screen.
  return [head, `  ${message}`, ...(shown.trim() === '' || shown.length > 400 ? [] : [`  | ${shown}`, `  | ${mark}`])];
}
