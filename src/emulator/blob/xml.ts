const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text as it may stand in XML 1.0; characters that may not stand in it at all are left out. */
export function xmlText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"']/g, (it) => entities[it] ?? it);
}

/** `<Name>content</Name>`; `content` is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** `<Name>text</Name>` with the text escaped. */
export function textElement(name: string, text: string | number): string {
  return element(name, xmlText(String(text)));
}

export const xmlDeclaration = '<?xml version="1.0" encoding="utf-8"?>';
