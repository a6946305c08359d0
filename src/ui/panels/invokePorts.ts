import type { Log } from '../../base/log';
import type { Pictures } from '../../inference/picture/pictures';
import type { invokePicture } from '../../operations/invokePicture';
import type { PanelState } from '../../protocol/invokePanel';
import type { InvokeEndpoint, InvokeEndpoints } from './invokeEndpoints';
import type { Memory } from './preprocessingMemory';

/** A picture by name and address; its bytes are read when they are sent. */
export interface ChosenPicture {
  readonly uri: string;
  readonly name: string;
  /** Where the page finds it; absent for what a browser cannot draw. */
  readonly source?: string;
}

export interface LabelFile {
  readonly name: string;
  /** One label a class, in the order of the classes. */
  readonly labels: readonly string[];
}

export interface InvokePorts {
  readonly endpoints: (signal: AbortSignal) => Promise<InvokeEndpoints>;
  readonly emulatorStopped: () => boolean;
  /** Rejects with a UserError for what is no file, gone, or too big to be a picture. */
  readonly readPicture: (uri: string, signal: AbortSignal) => Promise<Uint8Array>;
  readonly pictures: Pictures;
  /** `deployments`: those that may answer. `picture` is its URI. Undefined where no labels file is known. */
  readonly findLabels: (endpoint: InvokeEndpoint, deployments: readonly string[], picture: string) => Promise<LabelFile | undefined>;
  readonly invokePicture: typeof invokePicture;
  readonly memory: Memory;
  readonly log: Log;
  readonly locale: string;
  readonly now: () => Date;
  /** The state has changed. */
  readonly show: (state: PanelState) => void;
}
