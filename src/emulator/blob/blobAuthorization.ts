import type { IncomingMessage } from 'node:http';
import type { BlobAddress } from './blobAddress';
import { BlobError } from './blobError';
import { checkSas } from './sharedAccessSignature';
import { isSharedKeyValid } from './sharedKey';

/** The storage account and what opens it. */
export interface Account {
  readonly name: string;
  /** Base64. */
  readonly key: string;
  /** A bearer token of the directory, for datastores without credentials. */
  readonly isTokenValid: (token: string) => boolean;
}

/** Lets a request through or throws 401, 403. `permissions` are SAS letters of which one is enough. */
export function authorizeBlob(
  request: IncomingMessage,
  query: URLSearchParams,
  address: BlobAddress,
  account: Account,
  permissions: string,
): void {
  if (address.account !== account.name) {
    throw failed('The account does not exist.');
  }
  if (query.has('sig')) {
    authorizeSas(query, address, account, permissions);
    return;
  }
  const header = request.headers.authorization ?? '';
  const token = /^Bearer\s+(\S+)\s*$/i.exec(header)?.[1];
  if (token !== undefined ? account.isTokenValid(token) : isSharedKeyValid(request, account.name, account.key)) {
    return;
  }
  if (header === '') {
    throw new BlobError(
      401,
      'NoAuthenticationInformation',
      'Server failed to authenticate the request. Please refer to the information in the www-authenticate header.',
      {
        'WWW-Authenticate': 'Bearer authorization_uri="https://login.microsoftonline.com/common", resource_id="https://storage.azure.com"',
      },
    );
  }
  throw failed();
}

function authorizeSas(query: URLSearchParams, address: BlobAddress, account: Account, permissions: string): void {
  const resource = { account: account.name, container: address.container ?? '', blob: address.blob };
  switch (checkSas(query, account.key, resource, permissions)) {
    case 'valid':
      return;
    case 'badSignature':
      throw failed('Signature did not match.');
    case 'notInTime':
      throw failed('Signature not valid in the specified time frame.');
    case 'notPermitted':
      throw new BlobError(
        403,
        'AuthorizationPermissionMismatch',
        'This request is not authorized to perform this operation using this permission.',
      );
  }
}

function failed(detail = ''): BlobError {
  const message =
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.';
  return new BlobError(403, 'AuthenticationFailed', `${message} ${detail}`.trim());
}
