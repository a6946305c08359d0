import type { ArmFault, BlobFault } from '../../protocol/faults';
import { onBody } from '../onBody';
import { changeText } from './brokenExchange';
import { refuses, type ExchangeFaultEntry } from './fault';

/** Of Resource Manager alone. */
export const armEntries: Readonly<Record<ArmFault, ExchangeFaultEntry>> = {
  'unknown-state': {
    says: 'the answer with a state that nobody documents, "Reticulating"',
    meets: ({ method, url = '' }) => method === 'GET' && /onlineEndpoints|mfeOperations/i.test(url),
    strike: ({ response, answer }) => {
      changeText(response, (text) => text.replace(/"(provisioningState|status)":"[^"]*"/g, '"$1":"Reticulating"'));
      answer();
    },
  },
  'asset-path': {
    ...refuses(400, 'UserError', 'Asset paths cannot be updated.'),
    meets: ({ method, url = '' }) => method === 'PUT' && /\/models\/[^/]+\/versions\//i.test(url),
  },
};

/** Of the blob service alone. */
export const blobEntries: Readonly<Record<BlobFault, ExchangeFaultEntry>> = {
  'corrupted-upload': {
    says: 'the bytes of an upload arrive changed: 400 Md5Mismatch where a checksum was sent, silently stored elsewhere',
    meets: ({ method, url = '' }) => method === 'PUT' && !/comp=(blocklist|metadata)/i.test(url),
    strike: ({ request, answer }) => {
      let done = false;
      onBody(request, (chunk) => {
        if (done || chunk === null || chunk.length === 0) {
          return chunk;
        }
        done = true;
        const changed = Buffer.from(chunk);
        changed[0] = (changed[0] ?? 0) ^ 0xff;
        return changed;
      });
      answer();
    },
  },
};
