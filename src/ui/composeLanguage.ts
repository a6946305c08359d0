import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { azureMlChecks } from './diagnostics/azureMlChecks';
import { configChecks } from './diagnostics/configChecks';
import { startLiveChecks, type CheckFailed } from './diagnostics/liveChecks';
import type { KnownNames } from '../language/azureml/asked';
import { registerAzureMlLanguage } from './language/azureml/register';
import { registerConfigLanguage } from './language/configLanguage';
import { RedHatYaml } from './shell/redHatYaml';

interface LanguagePorts {
  /** Names for completion, without asking anybody to sign in. */
  readonly knownNames: () => Promise<KnownNames>;
  readonly checkFailed: CheckFailed;
}

/** Everything that answers while a file is typed. It is loaded with the first such file and disposed of with the extension. */
export function composeLanguage({ knownNames, checkFailed }: LanguagePorts): vscode.Disposable {
  if (vscode.l10n.bundle) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const redHat = new RedHatYaml();
  return vscode.Disposable.from(
    startLiveChecks([configChecks, azureMlChecks(redHat)], checkFailed),
    registerConfigLanguage(),
    registerAzureMlLanguage({ knownNames, isSchemaElsewhere: (document) => redHat.isServing(document) }),
  );
}
