import * as l10n from '@vscode/l10n';
import { isDeployment, settledText } from '../../../documents/azureml/azureMlDocument';
import type { YamlMapping } from '../../../documents/yaml/yamlMapping';
import type { CheckedDocument } from '../../azureml/checkedDocument';
import type { Problem, Rule } from '../../rule';

/** Where Triton answers, unless its options say otherwise: 8000 for HTTP, 8001 for gRPC, 8002 for metrics. */
const httpPort = 8000;
const health = { liveness_route: '/v2/health/live', readiness_route: '/v2/health/ready' } as const;

/** Triton's own image as a container of one's own. Options of the image can change ports, so these are warnings. */
export const tritonContainer: Rule<CheckedDocument> = {
  code: 'aml/triton-container',
  severity: 'warning',
  *check(document) {
    const environment = isDeployment(document) ? document.root.mapping('environment') : undefined;
    const routes = environment?.mapping('inference_config');
    if (!routes || !isTritonImage(environment?.text('image') ?? '') || document.root.has('code_configuration')) {
      return;
    }
    yield* portProblems(routes);
    yield* healthProblems(routes);
  },
};

/** `nvcr.io/nvidia/tritonserver:24.10-py3` and copies of it in a registry of one's own. */
function isTritonImage(image: string): boolean {
  return /(?:^|\/)tritonserver(?:[:@]|$)/.test(image);
}

function* portProblems(routes: YamlMapping): Iterable<Problem> {
  for (const key of ['liveness_route', 'readiness_route', 'scoring_route']) {
    const route = routes.mapping(key);
    const entry = route?.entry('port');
    const port = route?.number('port');
    // Requests may go to gRPC, 8001; Azure asks for health over HTTP, and 8002 has only metrics.
    if (entry && (port === 8002 || (port === 8001 && key !== 'scoring_route'))) {
      yield { range: entry.range, message: l10n.t('Triton answers HTTP on port {0}; {1} is for something else.', httpPort, port) };
    }
  }
}

function* healthProblems(routes: YamlMapping): Iterable<Problem> {
  for (const [key, path] of Object.entries(health)) {
    const route = routes.mapping(key);
    const entry = route?.entry('path');
    const written = route && settledText(route, 'path');
    if (entry && written !== undefined && !written.startsWith('/v2/health/')) {
      yield { range: entry.range, message: l10n.t('Triton tells its health at {0}, not at {1}.', path, written) };
    }
  }
}
