import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';

/**
 * What the file named by STAND_IN_ACCOUNT says; read at each question, so that a test can change it while VS Code runs.
 * `tokens` are by tenant id; a session without a tenant is for `homeTenant`. A tenant without a token gets no session.
 */
export interface StandInAccount {
  readonly label: string;
  readonly homeTenant: string;
  readonly tokens: Readonly<Record<string, string>>;
  /** The person closes the sign-in page. */
  readonly refuses?: boolean;
}

/** As the real one registers: challenges are an API that only built-in extensions may use, so its types are not ours. */
const abilities = { supportsMultipleAccounts: true, supportsChallenges: true };

/** Takes the place of VS Code's Microsoft sign-in in the tests' own copy of the server. */
export function activate(context: vscode.ExtensionContext): void {
  for (const [id, label] of [
    ['microsoft', 'Microsoft'],
    ['microsoft-sovereign-cloud', 'Microsoft Sovereign Cloud'],
  ] as const) {
    const provider = new StandInProvider();
    context.subscriptions.push(vscode.authentication.registerAuthenticationProvider(id, label, provider, abilities));
  }
}

class StandInProvider implements vscode.AuthenticationProvider {
  private readonly changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly onDidChangeSessions = this.changed.event;
  private signedIn = false;

  getSessions(scopes: readonly string[] | undefined): Promise<vscode.AuthenticationSession[]> {
    const session = this.signedIn ? sessionFor(scopes ?? []) : undefined;
    return Promise.resolve(session ? [session] : []);
  }

  createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    record(scopes);
    const account = accountFromFile();
    const session = account?.refuses === true ? undefined : sessionFor(scopes);
    if (!session) {
      return Promise.reject(new Error('User did not consent to login.'));
    }
    this.signedIn = true;
    this.changed.fire({ added: [session], removed: [], changed: [] });
    return Promise.resolve(session);
  }

  /** A service refused the token: without asking the person there is no better one. */
  getSessionsFromChallenges(): Promise<vscode.AuthenticationSession[]> {
    return Promise.resolve([]);
  }

  createSessionFromChallenges(request: { readonly fallbackScopes?: readonly string[] }): Promise<vscode.AuthenticationSession> {
    return this.createSession(request.fallbackScopes ?? []);
  }

  removeSession(): Promise<void> {
    const session = sessionFor([]);
    this.signedIn = false;
    this.changed.fire({ added: [], removed: session ? [session] : [], changed: [] });
    return Promise.resolve();
  }
}

function sessionFor(scopes: readonly string[]): vscode.AuthenticationSession | undefined {
  const account = accountFromFile();
  if (!account) return undefined;
  const tenant = scopes.find((scope) => scope.startsWith('VSCODE_TENANT:'))?.slice('VSCODE_TENANT:'.length) ?? account.homeTenant;
  const accessToken = account.tokens[tenant];
  if (accessToken === undefined) return undefined;
  const kept = [...scopes].sort();
  return { id: `${account.label}/${kept.join(' ')}`, accessToken, account: { id: account.label, label: account.label }, scopes: kept };
}

function accountFromFile(): StandInAccount | undefined {
  const path = process.env['STAND_IN_ACCOUNT'];
  return path === undefined || !existsSync(path) ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as StandInAccount);
}

/** Every time a person would have seen a sign-in page, as a line of JSON beside the file. */
function record(scopes: readonly string[]): void {
  const path = process.env['STAND_IN_ACCOUNT'];
  if (path !== undefined) appendFileSync(`${path}.prompts`, `${JSON.stringify(scopes)}\n`);
}
