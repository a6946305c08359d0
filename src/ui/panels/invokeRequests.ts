import { DecodeError, Fields } from '../../base/decode';
import type { RequestHandlers } from '../../protocol/channel';
import type { ChooseParams, InvokePanelRequests, PanelAction } from '../../protocol/invokePanel';
import type { InvokeController } from './invokeController';
import { invokeStrings } from './invokeStrings';
import { choiceFrom } from './preprocessingMemory';

/** What the panel does outside itself. */
export interface RequestPorts {
  readonly controller: Pick<InvokeController, 'state' | 'answerText' | 'choose' | 'invoke' | 'cancel'>;
  readonly copy: (text: string) => PromiseLike<void>;
  readonly act: (action: PanelAction) => Promise<void>;
}

export function invokeRequests({ controller, copy, act }: RequestPorts): RequestHandlers<InvokePanelRequests> {
  return {
    ready: { decode: nothing, run: () => Promise.resolve({ strings: invokeStrings(), state: controller.state }) },
    choose: { decode: chooseParamsFrom, run: (params) => done(controller.choose(params)) },
    invoke: { decode: nothing, run: () => done(controller.invoke()) },
    cancel: {
      decode: nothing,
      run: () => {
        controller.cancel();
        return Promise.resolve(undefined);
      },
    },
    copyAnswer: { decode: nothing, run: () => done(controller.answerText === undefined ? Promise.resolve() : copy(controller.answerText)) },
    act: { decode: (raw) => ({ action: actionFrom(raw) }), run: ({ action }) => done(act(action)) },
  };
}

async function done(job: PromiseLike<void>): Promise<undefined> {
  await job;
}

function nothing(): undefined {
  return undefined;
}

/** Names of Azure resources, model names and ARM ids all stay far below this. */
const longestName = 1024;

function chooseParamsFrom(raw: unknown): ChooseParams {
  const fields = Fields.of(raw, 'choose');
  const name = (field: string): string | undefined => {
    const text = fields.optionalText(field);
    if (text !== undefined && text.length > longestName) {
      throw new DecodeError(`choose.${field}`, `at most ${longestName} characters`, text);
    }
    return text;
  };
  const endpoint = name('endpoint');
  const deployment = fields.names.includes('deployment') ? (name('deployment') ?? null) : undefined;
  const model = name('model');
  const preprocessing = fields.unknown('preprocessing');
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(deployment === undefined ? {} : { deployment }),
    ...(model === undefined ? {} : { model }),
    ...(preprocessing === undefined ? {} : { preprocessing: choiceFrom(preprocessing, 'choose.preprocessing') }),
  };
}

/** A record, so that an action that is added to the protocol is missed here by the compiler. */
const actions: Readonly<Record<PanelAction, true>> = {
  deploy: true,
  startEmulator: true,
  setTraffic: true,
  refresh: true,
  choosePicture: true,
  showLog: true,
};

function actionFrom(raw: unknown): PanelAction {
  const text = Fields.of(raw, 'act').text('action');
  if (!isAction(text)) {
    throw new DecodeError('act.action', `one of ${Object.keys(actions).join(', ')}`, text);
  }
  return text;
}

function isAction(text: string): text is PanelAction {
  return Object.hasOwn(actions, text);
}
