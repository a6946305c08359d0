import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Audience, AzureConnection, TokenRequest } from '../../azure/connection';
import { Cancelled, UserError } from '../../base/errors';
import type { Log } from '../../base/log';
import { resolveCloud, type Cloud } from './cloud';

/** The Microsoft account that VS Code itself is signed in with. Only `signIn` ever asks the user for anything. */
export class AzureAccount implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable;
  /** What a service asked for beyond an ordinary token (Conditional Access), by tenant, until the user signs in again. */
  private readonly challenges = new Map<string, string>();

  constructor(private readonly log: Log) {
    this.subscriptions = vscode.Disposable.from(
      vscode.authentication.onDidChangeSessions(({ provider }) => {
        if (provider.id.startsWith('microsoft')) {
          this.changed.fire();
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('microsoft-sovereign-cloud')) {
          this.changed.fire();
        }
      }),
    );
  }

  /** `ada@contoso.com`, or undefined while signed out. Never asks. */
  async label(): Promise<string | undefined> {
    const cloud = configuredCloud();
    return (await vscode.authentication.getSession(cloud.providerId, scopesOf(cloud, 'arm', undefined), { silent: true }))?.account.label;
  }

  /** Asks the user to sign in, and again with another account when signed in already. */
  async signIn(tenantId: string | undefined): Promise<void> {
    const cloud = configuredCloud();
    const challenge = this.challenges.get(tenantId ?? '');
    const again = tenantId === undefined && challenge === undefined && (await this.label()) !== undefined;
    try {
      await vscode.authentication.getSession(cloud.providerId, wanted(scopesOf(cloud, 'arm', tenantId), challenge), {
        createIfNone: true,
        clearSessionPreference: again,
      });
    } catch (error) {
      // MainThreadAuthentication rejects with these when the user closes the question.
      if (error instanceof Error && (error.name === 'Canceled' || /did not consent|cancell?ed/i.test(error.message))) {
        throw new Cancelled();
      }
      throw new UserError(l10n.t('Could not sign in to Azure: {0}', error instanceof Error ? error.message : String(error)), 'sign-in', {
        cause: error,
      });
    }
    this.challenges.delete(tenantId ?? '');
    this.changed.fire();
  }

  /** Speaks for the account in one tenant; in its home tenant when absent. */
  connection(tenantId: string | undefined): AzureConnection {
    return {
      armEndpoint: configuredCloud().armEndpoint,
      getToken: (request) => this.token(tenantId, request),
      billed: true,
      log: this.log,
    };
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  private async token(tenantId: string | undefined, { audience, challenge, signal }: TokenRequest): Promise<string> {
    signal.throwIfAborted();
    const cloud = configuredCloud();
    if (challenge !== undefined) {
      this.challenges.set(tenantId ?? '', challenge);
    }
    const scopes = wanted(scopesOf(cloud, audience, tenantId), challenge);
    const session = await vscode.authentication.getSession(cloud.providerId, scopes, { silent: true });
    if (!session) {
      throw new UserError(
        challenge === undefined ? l10n.t('Sign in to Azure to see this.') : l10n.t('Azure asks you to sign in again before it shows this.'),
        'signed-out',
      );
    }
    return session.accessToken;
  }
}

/** From the user's own settings alone: a folder must not be able to say where the user's tokens are sent. */
function configuredCloud(): Cloud {
  const settings = vscode.workspace.getConfiguration('microsoft-sovereign-cloud');
  return resolveCloud({
    environment: settings.inspect<string>('environment')?.globalValue,
    customEnvironment: settings.inspect('customEnvironment')?.globalValue,
  });
}

/** `VSCODE_TENANT:` is no scope: VS Code's provider takes it out and signs in to that tenant. */
function scopesOf(cloud: Cloud, audience: Audience, tenantId: string | undefined): string[] {
  return [cloud.scopes[audience], ...(tenantId === undefined ? [] : [`VSCODE_TENANT:${tenantId}`])];
}

function wanted(scopes: string[], challenge: string | undefined): string[] | vscode.AuthenticationWwwAuthenticateRequest {
  return challenge === undefined ? scopes : { wwwAuthenticate: challenge, fallbackScopes: scopes };
}
