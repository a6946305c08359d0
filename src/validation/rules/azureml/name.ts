import { isDeployment, isEndpoint, modelOf, settledText } from '../../../documents/azureml/azureMlDocument';
import { validateDeploymentName, validateEndpointName, validateModelName } from '../../../documents/azureml/names';
import type { YamlMapping } from '../../../documents/yaml/yamlMapping';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import { isStandIn } from '../../azureml/standIn';
import type { Problem, Rule } from '../../rule';

/** azure-ai-ml `EndpointConfigurations.NAME_REGEX_PATTERN` with 3 to 32 characters, and the pattern of asset names in Azure's REST reference. */
export const name: Rule<CheckedDocument> = {
  code: 'aml/name',
  severity: 'error',
  *check(document) {
    if (isEndpoint(document)) {
      yield* problemWith(document.root, 'name', (text) => validateEndpointName(text.toLowerCase()));
    }
    if (isDeployment(document)) {
      yield* problemWith(document.root, 'name', (text) => validateDeploymentName(text.toLowerCase()));
      yield* problemWith(document.root, 'endpoint_name', (text) => validateEndpointName(text.toLowerCase()));
    }
    const model = modelOf(document);
    if (model) {
      // Azure ML's own registry has names with dots, so whether a workspace refuses them is not for us to say.
      yield* problemWith(model, 'name', (text) => validateModelName(text.replaceAll('.', '_')));
    }
  },
};

function* problemWith(mapping: YamlMapping, key: string, validate: (text: string) => string | undefined): Iterable<Problem> {
  const entry = mapping.entry(key);
  const text = settledText(mapping, key);
  const message = text === undefined || isStandIn(text) ? undefined : validate(text);
  if (entry && message !== undefined) {
    yield { range: entry.range, message };
  }
}
