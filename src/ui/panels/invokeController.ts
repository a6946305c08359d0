import * as l10n from '@vscode/l10n';
import type { EndpointRef } from '../../azure/resourceRefs';
import { tensorText } from '../../inference/modelTexts';
import { usualPreprocessing, type PictureAnswer } from '../../operations/invokePicture';
import { invokeStages, stageText, type InvokeStage } from '../../operations/invokeStages';
import type {
  AnswerView,
  ChooseParams,
  FailurePlace,
  ModelFacts,
  PanelActivity,
  PanelState,
  PictureView,
  SavedPanel,
} from '../../protocol/invokePanel';
import type { InvokeDeployment, InvokeEndpoint } from './invokeEndpoints';
import {
  endpointGone,
  failureView,
  noDeployment,
  noEndpoint,
  noModel,
  noPicture,
  notListed,
  noTraffic,
  serverNotReady,
  type PanelError,
} from './invokeFailure';
import type { ChosenPicture, InvokePorts, LabelFile } from './invokePorts';
import { lastAnswerOf, whoseAnswer, type LastAnswer } from './lastAnswer';
import { LatestJob } from './latestJob';
import { lookAtModel, modelText } from './modelLook';
import { PanelPreprocessing } from './panelPreprocessing';

/** What to open the panel on. Whatever is left out stays as it is. */
export interface OpenParams {
  readonly endpoint?: string;
  readonly deployment?: string;
  readonly picture?: ChosenPicture;
}

const topCount = 5;

/** All state and flow of the invoke panel; the page and VS Code are behind ports. One job runs at a time: a newer one takes over. */
export class InvokeController {
  private endpoints: readonly InvokeEndpoint[] = [];
  private unlisted: readonly string[] = [];
  private deployments: readonly InvokeDeployment[] = [];
  private models: readonly string[] = [];
  private endpointId: string | undefined;
  private deployment: string | undefined;
  private model: string | undefined;
  private picture: ChosenPicture | undefined;
  private facts: ModelFacts | undefined;
  private activity: PanelActivity = { kind: 'idle' };
  private last: LastAnswer | undefined;
  private readonly job = new LatestJob();
  private running: Promise<unknown> = Promise.resolve();
  private readonly preprocessing: PanelPreprocessing;
  private readonly isRestored: boolean;

  constructor(
    private readonly ports: InvokePorts,
    saved: SavedPanel = {},
  ) {
    this.preprocessing = new PanelPreprocessing(ports.memory);
    this.endpointId = saved.endpoint;
    this.deployment = saved.deployment;
    this.model = saved.model;
    this.isRestored = saved.picture !== undefined;
  }

  get state(): PanelState {
    const { endpointId: endpoint, deployment, model, picture, facts, last } = this;
    const samePicture = last !== undefined && last.picture.uri === picture?.uri;
    return {
      endpoints: this.endpoints.map(({ id, label, local }) => ({ id, label, local })),
      unlisted: this.unlisted.map((label) => l10n.t('{0} › cannot be listed; its row in the tree says why', label)),
      deployments: this.deployments.map(({ name, traffic }) => ({ name, label: l10n.t('{0} · {1} % of traffic', name, traffic) })),
      models: this.models,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(deployment === undefined ? {} : { deployment }),
      ...(model === undefined ? {} : { model }),
      ...(facts === undefined ? {} : { facts }),
      ...(picture === undefined ? {} : { picture: { ...drawn(picture), ...(samePicture ? { size: last.size } : {}), ...this.readable } }),
      preprocessing: this.preprocessing.shown,
      reason: this.preprocessing.reason,
      activity: this.shownActivity,
      ...(last === undefined ? {} : { answer: { ...last.view, ...this.past(last) } }),
      ...(samePicture ? { prepared: last.prepared } : {}),
      saved: this.saved,
    };
  }

  /** The top classes as lines of text, `84 : PEACOCK`; undefined before the first answer. */
  get answerText(): string | undefined {
    return this.last?.lines.join('\n');
  }

  /** The online endpoint that is chosen; undefined where there is none, or it is a server that stands alone. */
  get chosenEndpoint(): EndpointRef | undefined {
    return this.endpoints.find(({ id }) => id === this.endpointId)?.ref;
  }

  /** Shows what is asked for, and invokes where it is known which endpoint is meant and a picture is there. */
  async open({ endpoint, deployment, picture }: OpenParams): Promise<void> {
    this.picture = picture ?? this.picture;
    if (endpoint !== undefined) {
      // Another picture is a question to whom was asked before; a click on the endpoint itself lets traffic decide.
      const kept = picture !== undefined && endpoint === this.endpointId ? this.deployment : undefined;
      this.pointAt(endpoint, deployment ?? kept);
    }
    const meant = this.endpointId !== undefined;
    const seen = await this.refresh();
    if (seen && picture !== undefined && (meant || this.endpoints.length === 1)) {
      await this.invoke();
    }
  }

  /** Lists the endpoints anew and looks at the chosen one. True when it can be invoked. */
  refresh(): Promise<boolean> {
    return this.run('endpoint', async (signal) => {
      const { found, failed } = await this.ports.endpoints(signal);
      this.endpoints = found;
      this.unlisted = failed;
      if (found.length === 0 && this.endpointId === undefined) {
        throw this.noEndpoint();
      }
      // Which of several is meant nobody has said: the first stands there to be changed, and nothing is sent to it unasked.
      this.endpointId ??= this.endpoints[0]?.id;
      await this.look(signal);
    });
  }

  /** Endpoints were made, deleted or changed elsewhere. What is running, and what failed for another reason, is left alone. */
  async endpointsChanged(): Promise<void> {
    let waitedFor: Promise<unknown> | undefined;
    while (this.activity.kind === 'looking' && waitedFor !== this.running) {
      // To take over would lose the invocation that the look may be the beginning of.
      waitedFor = this.running;
      await waitedFor;
    }
    const { activity } = this;
    if (
      activity.kind === 'idle' ||
      (activity.kind === 'failed' && (activity.failure.place === 'endpoint' || activity.failure.place === 'deployment'))
    ) {
      await this.refresh();
    }
  }

  async choose({ endpoint, deployment, model, preprocessing }: ChooseParams): Promise<void> {
    if (preprocessing !== undefined) {
      await this.preprocessing.choose(preprocessing);
      this.show();
    }
    if (endpoint === undefined && deployment === undefined && model === undefined) {
      return;
    }
    if (endpoint !== undefined) {
      this.pointAt(endpoint, undefined);
    }
    if (deployment !== undefined) {
      this.deployment = deployment ?? undefined;
    }
    this.model = model ?? this.model;
    await this.run('endpoint', (signal) => this.look(signal));
  }

  /** Takes another picture; the answer before stays, greyed, until the next one. */
  setPicture(picture: ChosenPicture): void {
    this.job.stop();
    this.picture = picture;
    this.update({ kind: 'idle' });
  }

  async invoke(): Promise<void> {
    let place: FailurePlace = 'endpoint';
    await this.run(
      () => place,
      async (signal) => {
        const { picture } = this;
        if (picture === undefined) {
          throw noPicture();
        }
        const endpoint = this.endpointNow();
        const question = this.question;
        this.stage('asking');
        const labels = await this.ports.findLabels(endpoint, this.mayAnswer, picture.uri);
        place = 'picture';
        const bytes = await this.ports.readPicture(picture.uri, signal);
        const answer = await this.ports.invokePicture(
          {
            picture: bytes,
            ...(this.model === undefined ? {} : { model: this.model }),
            choice: this.preprocessing.forInvocation,
            ...(labels === undefined ? {} : { labels: labels.labels }),
            top: topCount,
          },
          {
            triton: endpoint.open(this.deployment),
            pictures: this.ports.pictures,
            onStage: (stage) => {
              place = placeOf(stage);
              this.stage(stage);
            },
          },
          signal,
        );
        signal.throwIfAborted();
        this.take(answer, labels, { picture, endpoint: endpoint.label, question });
      },
    );
  }

  cancel(): void {
    if (this.activity.kind === 'running') {
      this.job.stop();
      this.update({ kind: 'idle', note: l10n.t('Cancelled. Nothing was changed.') });
    }
  }

  /** Ends what is running; nothing begins after it. */
  dispose(): void {
    this.job.close();
    this.activity = { kind: 'idle' };
  }

  /** A panel that comes back with its picture and nothing beside it would look as if it had lost the answer. */
  private get shownActivity(): PanelActivity {
    const isBare = this.isRestored && this.last === undefined && this.activity.kind === 'idle' && this.activity.note === undefined;
    return isBare ? { kind: 'idle', note: l10n.t('Answers are not kept when the window is reloaded. Invoke asks again.') } : this.activity;
  }

  private get saved(): SavedPanel {
    const { endpointId: endpoint, deployment, model, picture } = this;
    return {
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(deployment === undefined ? {} : { deployment }),
      ...(model === undefined ? {} : { model }),
      ...(picture === undefined ? {} : { picture: picture.uri }),
    };
  }

  /** Everything that an answer depends on; two equal questions have the same answer. */
  private get question(): string {
    return JSON.stringify([this.saved, Object.entries(this.preprocessing.shown).sort()]);
  }

  /** The deployment that is asked, or those that traffic may choose. */
  private get mayAnswer(): readonly string[] {
    const withTraffic = this.deployments.filter(({ traffic }) => traffic > 0).map(({ name }) => name);
    return this.deployment === undefined ? withTraffic : [this.deployment];
  }

  private pointAt(endpoint: string, deployment: string | undefined): void {
    if (endpoint !== this.endpointId) {
      this.model = undefined;
      this.models = [];
      this.deployments = [];
      this.facts = undefined;
    }
    this.endpointId = endpoint;
    this.deployment = deployment;
  }

  /** Where the failure is the picture's own, there is nothing in it to draw or to send. */
  private get readable(): Pick<PictureView, 'unreadable'> {
    return this.activity.kind === 'failed' && this.activity.failure.place === 'picture' ? { unreadable: true } : {};
  }

  private endpointNow(): InvokeEndpoint {
    if (this.endpointId === undefined) {
      throw this.noEndpoint();
    }
    const endpoint = this.endpoints.find(({ id }) => id === this.endpointId);
    if (endpoint === undefined) {
      throw endpointGone(nameOf(this.endpointId), this.ports.emulatorStopped());
    }
    return endpoint;
  }

  /** That there is none cannot be said of a workspace that did not answer. */
  private noEndpoint(): PanelError {
    return this.unlisted.length > 0 ? notListed(this.unlisted) : noEndpoint(this.ports.emulatorStopped());
  }

  /** Deployments, traffic, readiness, models and metadata of the chosen endpoint. */
  private async look(signal: AbortSignal): Promise<void> {
    const endpoint = this.endpointNow();
    this.deployments = await endpoint.deployments(signal);
    if (!this.deployments.some(({ name }) => name === this.deployment)) {
      this.deployment = undefined;
    }
    this.show();
    if (endpoint.ref !== undefined) {
      this.refuseWithoutTraffic(endpoint);
    }
    const { models, model, facts, pictureInput } = await lookAtModel(endpoint.open(this.deployment), this.model, this.ports.log, signal);
    signal.throwIfAborted();
    this.models = models;
    this.facts = facts;
    if (model === undefined) {
      throw facts.serverReady ? noModel(endpoint.label) : serverNotReady(endpoint.label);
    }
    this.model = model;
    this.preprocessing.modelIs(model);
    if (pictureInput) {
      this.preprocessing.usual(usualPreprocessing(pictureInput()));
    }
  }

  private refuseWithoutTraffic({ label }: InvokeEndpoint): void {
    if (this.deployments.length === 0) {
      throw noDeployment(label);
    }
    if (this.deployment === undefined && this.deployments.every(({ traffic }) => traffic === 0)) {
      throw noTraffic(label);
    }
  }

  private take(
    answer: PictureAnswer,
    labels: LabelFile | undefined,
    { picture, endpoint, question: asked }: Pick<LastAnswer, 'picture' | 'endpoint' | 'question'>,
  ): void {
    const unchanged = this.question === asked;
    if (unchanged) {
      // The answer fills in what the question left to the model: its name, the layout.
      this.model = answer.model;
      this.preprocessing.modelIs(answer.model);
      this.preprocessing.usual(answer.preprocessing);
      this.facts = {
        serverReady: answer.serverReady,
        modelReady: answer.modelReady,
        model: modelText(answer.model, answer.version),
        inputs: [tensorText(answer.input)],
        outputs: [tensorText(answer.output)],
      };
    }
    this.last = lastAnswerOf(answer, labels?.name, this.ports, { picture, endpoint, question: unchanged ? this.question : asked });
  }

  private past(last: LastAnswer): Pick<AnswerView, 'past'> {
    return this.activity.kind === 'failed' || last.question !== this.question
      ? { past: whoseAnswer(last, this.activity.kind === 'failed') }
      : {};
  }

  /** Runs a job in place of the one before. True when it came to its end; its failure is shown where it belongs. */
  private run(place: FailurePlace | (() => FailurePlace), body: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const looking = (signal: AbortSignal): Promise<void> => {
      this.update({ kind: 'looking' });
      return body(signal);
    };
    const done = (): void => {
      this.update({ kind: 'idle' });
    };
    const failed = (error: unknown): void => {
      this.facts = typeof place === 'function' ? this.facts : undefined;
      this.ports.log.error('the invoke panel could not do what it was asked', error);
      this.update({ kind: 'failed', failure: failureView(error, typeof place === 'function' ? place() : place) });
    };
    const running = this.job.run(looking, done, failed);
    this.running = running;
    return running;
  }

  private stage(stage: InvokeStage): void {
    if (!this.job.isStopped) {
      this.update({ kind: 'running', stage: stageText(stage), step: invokeStages.indexOf(stage) + 1, steps: invokeStages.length });
    }
  }

  private update(activity: PanelActivity): void {
    this.activity = activity;
    this.show();
  }

  private show(): void {
    this.ports.show(this.state);
  }
}

function placeOf(stage: InvokeStage): FailurePlace {
  switch (stage) {
    case 'asking':
      return 'model';
    case 'preparing':
      return 'picture';
    case 'inferring':
      return 'request';
  }
}

function drawn({ name, source }: ChosenPicture): { readonly name: string; readonly source?: string } {
  return source === undefined ? { name } : { name, source };
}

function nameOf(id: string): string {
  return id.split('/').at(-1) ?? id;
}
