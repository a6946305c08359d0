import type { HttpClient, PipelinePolicy, SendRequest } from '@azure/core-rest-pipeline';

/** One HTTP client out of policies around another, the first outermost. The SDKs see a plain client and add nothing of their own. */
export function composeTransport(policies: readonly PipelinePolicy[], client: HttpClient): HttpClient {
  const innermost: SendRequest = (request) => client.sendRequest(request);
  const sendRequest = policies.reduceRight<SendRequest>((next, policy) => (request) => policy.sendRequest(request, next), innermost);
  return { sendRequest };
}
