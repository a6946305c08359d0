import { readFileSync } from 'node:fs';

export interface RuleExample {
  /** The rule in whose section it stands. */
  readonly code: string;
  readonly kind: 'pbtxt' | 'repository';
  readonly isRefused: boolean;
  /** It is checked for this release, else for the newest. */
  readonly release: string | undefined;
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
    const fences = /^```(pbtxt|repository) (refused|accepted)(?: (\d\d\.\d\d))?\n(.*?)^```$/gms;
    for (const [, kind, verdict, release, text = ''] of section.matchAll(fences)) {
      examples.push({ code, kind: kind === 'pbtxt' ? 'pbtxt' : 'repository', isRefused: verdict === 'refused', release, text });
    }
  }
  return { sections, examples };
}
