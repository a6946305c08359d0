/** A server did not do what was asked of its repository. */
export class RepositoryRefusal extends Error {
  override readonly name = 'RepositoryRefusal';

  constructor(
    message: string,
    /** True when it would refuse every model. */
    readonly isAboutServer: boolean,
  ) {
    super(message);
  }
}

/** Loading may build an engine. */
const LOAD_MILLISECONDS = 15 * 60_000;
const OTHER_MILLISECONDS = 30_000;

/** The model control of a running Triton server. Rejects with a RepositoryRefusal, and with the signal's reason when that is aborted. */
export class RemoteRepository {
  private readonly base: string;

  constructor(url: URL) {
    this.base = url.origin + url.pathname.replace(/\/$/, '');
  }

  /** Whether a version of the model is ready; the index does not list models that came with a request. */
  async serves(model: string, signal: AbortSignal): Promise<boolean> {
    return (await this.send('GET', `/v2/models/${encodeURIComponent(model)}/ready`, { signal, limit: OTHER_MILLISECONDS })).status === 200;
  }

  async load(model: string, body: string, signal?: AbortSignal): Promise<void> {
    await this.control(model, 'load', { body, limit: LOAD_MILLISECONDS, ...(signal ? { signal } : {}) });
  }

  async unload(model: string): Promise<void> {
    await this.control(model, 'unload', { body: '', limit: OTHER_MILLISECONDS });
  }

  private async control(model: string, action: 'load' | 'unload', ask: Ask): Promise<void> {
    const answer = await this.send('POST', `/v2/repository/models/${encodeURIComponent(model)}/${action}`, ask);
    const text = (await answer.text()).trim();
    // UNAVAILABLE: the server polls its repository, or has loaded it once and for all.
    if (answer.status === 503) {
      const what = 'it does not let models be loaded. Start it with --model-control-mode=explicit, or give the path of tritonserver';
      throw new RepositoryRefusal(`The Triton server at ${this.base} cannot take the model: ${what}.`, true);
    }
    if (answer.status !== 200) {
      throw new RepositoryRefusal(errorIn(text), false);
    }
  }

  private async send(method: string, path: string, { body, limit, signal }: Ask): Promise<Response> {
    const patience = AbortSignal.timeout(limit);
    try {
      return await fetch(this.base + path, {
        method,
        signal: signal ? AbortSignal.any([signal, patience]) : patience,
        ...(body === undefined ? {} : { body }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new RepositoryRefusal(`No Triton server answers at ${this.base}: ${reason}`, true);
    }
  }
}

interface Ask {
  readonly limit: number;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** Triton's `{"error":"…"}`, or what else came. */
function errorIn(text: string): string {
  try {
    const raw: unknown = JSON.parse(text);
    return typeof raw === 'object' && raw !== null && 'error' in raw && typeof raw.error === 'string' ? raw.error : text;
  } catch {
    return text.slice(0, 1000);
  }
}
