/** What of the webview the page is made of; addresses are already webview addresses. */
export interface PageParts {
  readonly cspSource: string;
  readonly nonce: string;
  readonly script: string;
  readonly styles: readonly string[];
  /** BCP 47, for the `lang` attribute. */
  readonly language: string;
  readonly title: string;
}

/**
 * The page before its script runs: nothing but a place to render into. The network is closed to it (`connect-src 'none'`):
 * the host asks, the page shows.
 */
export function invokePanelHtml({ cspSource, nonce, script, styles, language, title }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `img-src ${cspSource} data: blob:`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `connect-src 'none'`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  const links = styles.map((href) => `  <link rel="stylesheet" href="${escaped(href)}">`).join('\n');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escaped(title)}</title>
${links}
</head>
<body>
  <main id="page"></main>
  <script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
