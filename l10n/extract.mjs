// Reads every l10n.t('…') of src. Writes the English bundle and takes out of the translations what is no longer there.
// `--json` changes nothing and prints what it read: { strings, problems }.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

/** Texts in order, and the places where the text is not a literal and so cannot be translated. */
function read() {
  const strings = new Set();
  const problems = [];
  for (const file of globSync('src/**/*.ts').sort()) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node) => {
      if (isTranslation(node)) {
        const [text] = node.arguments;
        if (text && ts.isStringLiteralLike(text)) strings.add(text.text);
        else problems.push(`${file}:${source.getLineAndCharacterOfPosition(node.pos).line + 1} ${node.getText(source).slice(0, 80)}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { strings: [...strings].sort(), problems };
}

/** `l10n.t(…)` and `vscode.l10n.t(…)`. */
function isTranslation(node) {
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && /(^|\.)l10n\.t$/.test(node.expression.getText());
}

function write(path, bundle) {
  writeFileSync(path, `${JSON.stringify(bundle, null, 2)}\n`);
}

const { strings, problems } = read();
if (process.argv.includes('--json')) {
  process.stdout.write(JSON.stringify({ strings, problems }));
} else {
  write('l10n/bundle.l10n.json', Object.fromEntries(strings.map((text) => [text, text])));
  for (const path of globSync('l10n/bundle.l10n.*.json')) {
    const translations = JSON.parse(readFileSync(path, 'utf8'));
    write(path, Object.fromEntries(strings.flatMap((text) => (text in translations ? [[text, translations[text]]] : []))));
    const missing = strings.filter((text) => !(text in translations));
    console.log(
      `${path}: ${missing.length === 0 ? 'complete' : `translate\n${missing.map((text) => `  ${JSON.stringify(text)}`).join('\n')}`}`,
    );
  }
  for (const problem of problems) console.error(`not a literal: ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
