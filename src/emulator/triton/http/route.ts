import type { IncomingMessage } from 'node:http';
import type { LongJson } from '../infer/longJson';
import type { ModelLifecycle } from '../repository/modelLifecycle';
import type { ServerSettings } from '../serverSettings';
import type { SharedMemory } from '../sharedMemory';
import type { Answer, ContentType } from './answer';

/** What a route works with. */
export interface RouteContext {
  readonly lifecycle: ModelLifecycle;
  readonly settings: ServerSettings;
  readonly allowsControl: boolean;
  readonly longJson: LongJson;
  readonly sharedMemory: SharedMemory;
  readonly request: IncomingMessage;
  /** Named parts of the path, byte text, not percent-decoded: Triton does not decode them. */
  readonly path: Readonly<Record<string, string | undefined>>;
}

export interface Route {
  readonly path: RegExp;
  readonly methods: readonly string[];
  /** Content type of what this route refuses. */
  readonly errors: ContentType;
  readonly handle: (context: RouteContext) => Answer | Promise<Answer>;
}
