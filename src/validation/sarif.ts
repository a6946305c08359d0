import type { LocatedFinding } from './locatedFinding';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** A log of SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format) as GitHub's code scanning takes it. */
export function sarifLog(findings: readonly LocatedFinding[], version: string): object {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'triton-azureml', semanticVersion: version, rules: codes.map((id) => ({ id, shortDescription: { text: id } })) },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, codes)),
      },
    ],
  };
}

function result({ file, line, column, endLine, endColumn, severity, code, message }: LocatedFinding, codes: readonly string[]): object {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
  };
}

/** Relative paths stay relative, so that code scanning finds them in the checked-out project. */
function uriOf(file: string): string {
  const [first = '', ...rest] = file.split(/[\\/]/);
  const inner = rest.map(encodeURIComponent);
  // A drive of Windows is no part to be encoded.
  if (/^[A-Za-z]:$/.test(first)) {
    return ['file:///' + first, ...inner].join('/');
  }
  const uri = [encodeURIComponent(first), ...inner].join('/');
  return uri.startsWith('/') ? `file://${uri}` : uri;
}
