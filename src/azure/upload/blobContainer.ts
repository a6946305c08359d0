import type { HttpOperationResponse, ContainerClient, RequestPolicy, WebResource } from '@azure/storage-blob';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { BlobContainer } from '../datastores';
import type { BlobSdk } from '../sdk/load';

/** The container of a datastore as the SDK sees it, over our transport. `transport` signs where the credential is the caller's own. */
export function openContainerClient(sdk: BlobSdk, container: BlobContainer, transport: HttpClient): ContainerClient {
  const { containerUrl, credential } = container;
  const url = credential.kind === 'sas' ? `${containerUrl}?${credential.sasToken}` : containerUrl;
  const key = credential.kind === 'accountKey' ? new sdk.StorageSharedKeyCredential(credential.accountName, credential.key) : undefined;
  // One try: the transport has its own retries, and knows more faults.
  const pipeline = sdk.newPipeline(key, { httpClient: adapted(sdk, transport), retryOptions: { maxTries: 1 } });
  return new sdk.ContainerClient(url, pipeline);
}

/** The blob package still takes the HTTP client of an older core, so requests and answers are carried over field by field. */
function adapted(sdk: BlobSdk, transport: HttpClient): RequestPolicy {
  return {
    async sendRequest(old: WebResource): Promise<HttpOperationResponse> {
      const request = sdk.createPipelineRequest({
        url: old.url,
        method: old.method,
        headers: sdk.createHttpHeaders(old.headers.toJson({ preserveCase: true })),
        allowInsecureConnection: true, // Decided with the container's URL.
        ...(old.abortSignal === undefined ? {} : { abortSignal: old.abortSignal }),
        ...(old.proxySettings === undefined ? {} : { proxySettings: old.proxySettings }),
      });
      if (typeof old.body === 'string' || Buffer.isBuffer(old.body)) {
        request.body = old.body;
      }
      const { status, headers: answered, bodyAsText } = await transport.sendRequest(request);
      const headers = old.headers.clone();
      headers.headerNames().forEach((name) => headers.remove(name));
      for (const [name, value] of answered) {
        headers.set(name, value);
      }
      return { request: old, status, headers, bodyAsText: bodyAsText ?? null };
    },
  };
}
