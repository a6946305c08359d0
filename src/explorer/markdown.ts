/** Text from a service inside Markdown: shown as it is, never as a link, an image or HTML. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~&]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}

/** A tooltip: a title, then one line for each fact that is known. */
export function factSheet(title: string, facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const lines = facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`- ${name}: ${escapeMarkdown(value)}`]));
  return [`**${escapeMarkdown(title)}**`, '', ...lines].join('\n');
}
