import * as l10n from '@vscode/l10n';
import { namePatterns } from './namePatterns';

/** The rules of namePatterns in words. Each gives the reason why a name cannot be used, in words for a field's validation; undefined when it can. */

/** As `namePatterns.hostLabel`. Azure keeps it in lower case, so capitals are refused before they surprise. */
export function validateEndpointName(text: string): string | undefined {
  if (text === '') {
    return l10n.t('An endpoint needs a name.');
  }
  return (
    hostLabelProblem(text) ??
    (text === text.toLowerCase() ? undefined : l10n.t('Azure keeps endpoint names in lower case: write {0}.', text.toLowerCase()))
  );
}

export function validateDeploymentName(text: string): string | undefined {
  if (text === '') {
    return l10n.t('A deployment needs a name.');
  }
  return (
    hostLabelProblem(text) ??
    (text === text.toLowerCase() ? undefined : l10n.t('Azure keeps deployment names in lower case: write {0}.', text.toLowerCase()))
  );
}

export function validateModelName(text: string): string | undefined {
  if (text === '') {
    return l10n.t('A model needs a name.');
  }
  if (namePatterns.asset.test(text)) {
    return undefined;
  }
  if (text.length > 255) {
    return l10n.t('A name has at most {0} characters; this one has {1}.', 255, text.length);
  }
  if (!/^[a-zA-Z0-9]/.test(text)) {
    return l10n.t('The name of a model begins with a letter or a digit.');
  }
  return l10n.t(
    'The name of a model consists of letters, digits, hyphens and underscores; {0} is none of these.',
    firstOutside(text, /[a-zA-Z0-9_-]/),
  );
}

/** Versions are free text to the service; ARM paths set these limits (the pattern of resource names). */
export function validateModelVersion(text: string): string | undefined {
  return namePatterns.version.test(text)
    ? undefined
    : l10n.t('A version consists of letters, digits, dots, hyphens and underscores, and begins with a letter or a digit.');
}

/** What endpoints and deployments share, since both become part of a host name. */
function hostLabelProblem(text: string): string | undefined {
  if (namePatterns.hostLabel.test(text)) {
    return undefined;
  }
  if (text.length < 3 || text.length > 32) {
    return l10n.t('A name has {0} to {1} characters; this one has {2}.', 3, 32, text.length);
  }
  if (!/^[a-zA-Z]/.test(text)) {
    return l10n.t('A name begins with a letter.');
  }
  if (!/^[a-zA-Z0-9-]+$/.test(text)) {
    return l10n.t('A name consists of letters, digits and hyphens; {0} is none of these.', firstOutside(text, /[a-zA-Z0-9-]/));
  }
  return text.endsWith('-')
    ? l10n.t('A name ends with a letter or a digit, not with a hyphen.')
    : l10n.t('A name has no two hyphens in a row.');
}

function firstOutside(text: string, allowed: RegExp): string {
  const stranger = Array.from(text).find((character) => !allowed.test(character)) ?? '';
  return /\s/.test(stranger) ? l10n.t('a space') : stranger;
}
