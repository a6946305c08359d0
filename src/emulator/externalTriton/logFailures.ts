import type { ModelFailure } from '../inferenceServer';

/**
 * Why a server ended at its start, from its log: the models that it names (triton core, model_lifecycle.cc and
 * model_repository_manager.cc), or else its last lines and how it ended.
 */
export function failuresIn(lines: readonly string[], how: string): ModelFailure[] {
  const failures = lines.flatMap((line) => {
    const [, model, version, reason = ''] =
      /^(?:failed to load|Poll failed for model directory) '(.+?)'(?: version (\d+))?: (.+)$/s.exec(errorText(line)) ?? [];
    return model === undefined ? [] : [{ model: version === undefined ? model : `${model}' version '${version}`, reason }];
  });
  if (failures.length > 0) {
    return failures;
  }
  const said = lines.filter((line) => /^E\d{4} |^error:/i.test(line)).slice(-5);
  const last = said.length > 0 ? said : lines.slice(-5);
  return [{ model: undefined, reason: [`Triton ended before it was ready (${how}).`, ...last].join('\n') }];
}

/** The message of a line such as `E0520 20:03:25.829575 3355 file.cc:123] "text"`; older releases leave the quotation marks out. */
function errorText(line: string): string {
  const text = /^E\d{4} .*?\] (.*)$/.exec(line)?.[1] ?? '';
  try {
    return text.startsWith('"') ? String(JSON.parse(text)) : text;
  } catch {
    return text;
  }
}
