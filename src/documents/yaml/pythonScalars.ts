import type { ScalarTag, Tags } from 'yaml';

/**
 * Plain scalars as PyYAML reads them, the reader of Azure's clients (yaml/resolver.py). YAML 1.1 as others read it takes `y` for true
 * and a lone dot for a number; PyYAML takes both for text.
 */
const pythonScalars: readonly ScalarTag[] = [
  { tag: 'tag:yaml.org,2002:bool', default: true, test: /^(?:[yY]es|YES|[tT]rue|TRUE|[oO]n|ON)$/, resolve: () => true },
  { tag: 'tag:yaml.org,2002:bool', default: true, test: /^(?:[nN]o|NO|[fF]alse|FALSE|[oO]ff|OFF)$/, resolve: () => false },
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^[-+]?0b[01_]+$/, resolve: (text) => whole(text, /0b/, 2) },
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^[-+]?0[0-7_]+$/, resolve: (text) => whole(text, /0/, 8) },
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^[-+]?0x[\da-fA-F_]+$/, resolve: (text) => whole(text, /0x/, 16) },
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^[-+]?(?:0|[1-9][\d_]*)$/, resolve: (text) => whole(text, /^(?!)/, 10) },
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^[-+]?[1-9][\d_]*(?::[0-5]?\d)+$/, resolve: sexagesimal },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|[-+]?\.\d[\d_]*(?:[eE][-+]\d+)?)$/,
    resolve: (text) => Number(text.replaceAll('_', '')),
  },
  { tag: 'tag:yaml.org,2002:float', default: true, test: /^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/, resolve: sexagesimal },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: /^[-+]?\.(?:inf|Inf|INF)$/,
    resolve: (text) => (text.startsWith('-') ? -Infinity : Infinity),
  },
  { tag: 'tag:yaml.org,2002:float', default: true, test: /^\.(?:nan|NaN|NAN)$/, resolve: () => NaN },
];

/** For the parser's `customTags`: its own truth values and numbers give way to these. */
export function readAsPython(tags: Tags): Tags {
  const replaced = new Set(pythonScalars.map(({ tag }) => tag));
  return [...tags.filter((tag) => typeof tag === 'string' || !replaced.has(tag.tag)), ...pythonScalars];
}

function whole(text: string, prefix: RegExp, base: number): number {
  const digits = text.replace(/^[-+]/, '').replace(prefix, '').replaceAll('_', '');
  return (text.startsWith('-') ? -1 : 1) * Number.parseInt(digits === '' ? '0' : digits, base);
}

/** `1:30` is ninety. */
function sexagesimal(text: string): number {
  const parts = text.replace(/^[-+]/, '').replaceAll('_', '').split(':');
  return (text.startsWith('-') ? -1 : 1) * parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}
