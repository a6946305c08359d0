import * as l10n from '@vscode/l10n';
import type { Audience } from '../../azure/connection';
import { DecodeError, Fields } from '../../base/decode';
import { UserError } from '../../base/errors';

/** One of Azure's clouds, as far as signing in and asking differ between them; the `microsoft-sovereign-cloud` settings of VS Code. */
export interface Cloud {
  /** VS Code's built-in authentication provider for it. */
  readonly providerId: 'microsoft' | 'microsoft-sovereign-cloud';
  /** No slash at the end. */
  readonly armEndpoint: string;
  readonly scopes: Readonly<Record<Audience, string>>;
}

/** The settings `microsoft-sovereign-cloud.environment` and `.customEnvironment`, which every Azure extension follows. */
export interface CloudSettings {
  readonly environment: string | undefined;
  readonly customEnvironment: unknown;
}

/** For ARM the scope that Microsoft's own extensions ask for, so that one consent and one cached token serve them all. */
const azure: Cloud = {
  providerId: 'microsoft',
  armEndpoint: 'https://management.azure.com',
  scopes: {
    arm: 'https://management.core.windows.net/.default',
    storage: 'https://storage.azure.com/.default',
    scoring: 'https://ml.azure.com/.default',
  },
};

const usGovernment: Cloud = {
  providerId: 'microsoft-sovereign-cloud',
  armEndpoint: 'https://management.usgovcloudapi.net',
  scopes: {
    arm: 'https://management.core.usgovcloudapi.net/.default',
    storage: 'https://storage.azure.com/.default',
    scoring: 'https://ml.azure.us/.default',
  },
};

const china: Cloud = {
  providerId: 'microsoft-sovereign-cloud',
  armEndpoint: 'https://management.chinacloudapi.cn',
  scopes: {
    arm: 'https://management.core.chinacloudapi.cn/.default',
    storage: 'https://storage.azure.com/.default',
    scoring: 'https://ml.azure.cn/.default',
  },
};

/** Rejects a custom environment that names no usable service with a UserError. */
export function resolveCloud({ environment, customEnvironment }: CloudSettings): Cloud {
  switch (environment) {
    case 'USGovernment':
      return usGovernment;
    case 'ChinaCloud':
      return china;
    case 'custom':
      return customCloud(customEnvironment);
    default:
      return azure;
  }
}

/** Fields as `@azure/ms-rest-azure-env` names them. */
function customCloud(raw: unknown): Cloud {
  try {
    const fields = Fields.of(raw, 'microsoft-sovereign-cloud.customEnvironment');
    const resourceManager = fields.text('resourceManagerEndpointUrl');
    const audience = fields.optionalText('activeDirectoryResourceId') ?? fields.optionalText('managementEndpointUrl') ?? resourceManager;
    return {
      providerId: 'microsoft-sovereign-cloud',
      armEndpoint: safeOrigin(resourceManager),
      scopes: { ...azure.scopes, arm: `${audience.replace(/\/+$/, '')}/.default` },
    };
  } catch (error) {
    if (error instanceof DecodeError) {
      const words = l10n.t('The setting microsoft-sovereign-cloud.customEnvironment cannot be used: {0}.', error.message);
      throw new UserError(words, 'cloud-setting', { cause: error });
    }
    throw error;
  }
}

/** A token goes out with every request: over plain http only to this very computer. */
function safeOrigin(address: string): string {
  const url = URL.parse(address);
  const loopback = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost' || url?.hostname === '[::1]';
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new UserError(
      l10n.t('resourceManagerEndpointUrl in microsoft-sovereign-cloud.customEnvironment must be an https address; it is {0}.', address),
      'cloud-setting',
    );
  }
  return url.href.replace(/\/+$/, '');
}
