import * as l10n from '@vscode/l10n';
import { isEndpoint } from '../../../documents/azureml/azureMlDocument';
import { isPlaceholderNode, type YamlMapping } from '../../../documents/yaml/yamlMapping';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Problem, Rule } from '../../rule';

/** The client refuses more than 100 (azure-ai-ml `validate_traffic`), the service everything but 0 and 100. */
export const traffic: Rule<CheckedDocument> = {
  code: 'aml/traffic',
  severity: 'error',
  *check(document) {
    const shares = isEndpoint(document) ? document.root.mapping('traffic') : undefined;
    const sum = shares && sumOf(shares);
    const entry = document.root.entry('traffic');
    if (entry && sum !== undefined && sum !== 0 && sum !== 100) {
      yield { range: entry.keyRange, message: l10n.t('The shares of traffic are {0} together. Azure takes 100, or 0 for none.', sum) };
    }
  },
};

/** "Safe rollout for online endpoints": one deployment, at most half of the traffic, none that has traffic already; managed endpoints only. */
export const mirrorTraffic: Rule<CheckedDocument> = {
  code: 'aml/mirror-traffic',
  severity: 'error',
  *check(document) {
    const mirror = isEndpoint(document) ? document.root.mapping('mirror_traffic') : undefined;
    if (mirror) {
      yield* mirrorProblems(mirror, document.root.mapping('traffic'));
    }
  },
};

function* mirrorProblems(mirror: YamlMapping, live: YamlMapping | undefined): Iterable<Problem> {
  const [first, second] = mirror.entries.filter(({ name }) => mirror.number(name) !== 0);
  if (second) {
    yield { range: second.keyRange, message: l10n.t('Traffic can be mirrored to one deployment only.') };
  }
  if (first && (mirror.number(first.name) ?? 0) > 50) {
    yield { range: first.range, message: l10n.t('At most 50 per cent of the traffic can be mirrored.') };
  }
  if (first && (live?.number(first.name) ?? 0) > 0) {
    yield {
      range: first.keyRange,
      message: l10n.t('{0} gets traffic already. A deployment gets live or mirrored traffic, not both.', first.name),
    };
  }
}

/** A hint: the deployment may be there without a file. Silent unless some deployment of this endpoint has one. */
export const trafficDeployment: Rule<CheckedDocument> = {
  code: 'aml/traffic-deployment',
  severity: 'info',
  *check(document) {
    const endpoint = isEndpoint(document) ? document.root.text('name')?.toLowerCase() : undefined;
    const known = document
      .neighbours()
      .filter(({ what, endpointName }) => what === 'deployment' && endpoint !== undefined && endpointName?.toLowerCase() === endpoint)
      .map(({ name }) => name.toLowerCase());
    for (const key of known.length > 0 ? ['traffic', 'mirror_traffic'] : []) {
      for (const { name, keyRange } of document.root.mapping(key)?.entries ?? []) {
        if (!known.includes(name.toLowerCase())) {
          yield { range: keyRange, message: l10n.t('No file here describes a deployment {0}. There are: {1}', name, known.join(', ')) };
        }
      }
    }
  },
};

/** Undefined where a share is not known, or wrong in another way. */
function sumOf(shares: YamlMapping): number | undefined {
  let sum = 0;
  for (const { name, value } of shares.entries) {
    const share = shares.number(name);
    if (share === undefined || isPlaceholderNode(shares.source, value)) {
      return undefined;
    }
    sum += share;
  }
  return sum;
}
