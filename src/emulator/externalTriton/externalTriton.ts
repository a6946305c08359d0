import { join } from 'node:path';
import type { StartInferenceServer } from '../inferenceServer';
import { StartedProcesses } from './startedProcesses';
import { tritonAtUrl } from './tritonAtUrl';
import type { TritonPlace } from './tritonPlace';
import { tritonProgram } from './tritonProgram';

/** Starts deployments on a real Triton server. What it has to remember is in the state folder. */
export function externalTriton(place: TritonPlace, stateFolder: string): StartInferenceServer {
  return place.kind === 'url'
    ? tritonAtUrl(place.url, join(stateFolder, 'external-models.json'))
    : tritonProgram(place.path, startedProcesses(stateFolder));
}

export function startedProcesses(stateFolder: string): StartedProcesses {
  return new StartedProcesses(join(stateFolder, 'processes'));
}
