import { STATUS_CODES, type ServerResponse } from 'node:http';

/**
 * Makes what the container answers into what the front end answers: every status but 200 becomes 424 with the container's status
 * in headers (Azure docs, "Troubleshoot online endpoints", 424). The body stays the container's own.
 */
export function wrapModelErrors(response: ServerResponse): void {
  // Node calls this.writeHead for headers that were never written explicitly as well, so this one place sees every answer.
  const writeHead = response.writeHead.bind(response);
  const wrapped = (status: number, ...rest: unknown[]): ServerResponse => {
    if (status === 200) {
      Reflect.apply(writeHead, response, [status, ...rest]);
      return response;
    }
    response.setHeader('ms-azureml-model-error-statuscode', String(status));
    response.setHeader('ms-azureml-model-error-reason', STATUS_CODES[status] ?? 'model_error');
    Reflect.apply(writeHead, response, [424, STATUS_CODES[424], ...rest.filter((it) => typeof it !== 'string')]);
    return response;
  };
  Object.assign(response, { writeHead: wrapped });
}

/** From here on the container's answer goes nowhere: the front end has answered in its place. */
export function detach(response: ServerResponse): void {
  const nothing = (): ServerResponse => response;
  const accepted = (): boolean => true;
  Object.assign(response, { writeHead: nothing, setHeader: nothing, flushHeaders: nothing, write: accepted, end: nothing });
}
