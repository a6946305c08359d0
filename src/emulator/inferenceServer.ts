import type { IncomingMessage, ServerResponse } from 'node:http';

/** A model that the inference server could not load. */
export interface ModelFailure {
  /** Undefined when it is not about one model: the server as a whole did not come up. */
  readonly model: string | undefined;
  readonly reason: string;
}

/** The server of one deployment, with every model tried. */
export interface InferenceServer {
  readonly failures: readonly ModelFailure[];
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

/**
 * `repository` is a folder of the deployment's own folder, and another one for each copy of its model; `log` takes the lines that getLogs
 * shows. Rejects when `signal` is aborted before the server is there; afterwards the signal means nothing to it.
 */
export type StartInferenceServer = (repository: string, log: (line: string) => void, signal: AbortSignal) => Promise<InferenceServer>;
