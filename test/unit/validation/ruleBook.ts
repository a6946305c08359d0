import { readFileSync } from 'node:fs';

export interface RuleExample {
  /** The rule in whose section it stands. */
  readonly code: string;
  readonly kind: 'pbtxt' | 'repository';
  readonly isRefused: boolean;
  readonly text: string;
}

export interface RuleBook {
  /** Code -> the severity that the section states. */
  readonly sections: ReadonlyMap<string, string>;
  readonly examples: readonly RuleExample[];
}

/** docs/rules.md: the sections of Triton's rules and their examples. */
export function readRuleBook(): RuleBook {
  const sections = new Map<string, string>();
  const examples: RuleExample[] = [];
  for (const section of readFileSync('docs/rules.md', 'utf8').split(/^### /m).slice(1)) {
    const [code = ''] = section.split('\n');
    if (!code.startsWith('triton/')) {
      continue;
    }
    sections.set(code, /^\*(\w+)\.\*/m.exec(section)?.[1] ?? '');
    for (const [, kind, verdict, text = ''] of section.matchAll(/^```(pbtxt|repository) (refused|accepted)\n(.*?)^```$/gms)) {
      examples.push({ code, kind: kind === 'pbtxt' ? 'pbtxt' : 'repository', isRefused: verdict === 'refused', text });
    }
  }
  return { sections, examples };
}
