import * as l10n from '@vscode/l10n';
import path from 'node:path';
import { Cancelled, UserError } from '../base/errors';
import { silentLog } from '../base/log';
import { scalings, type Preprocessing } from '../inference/picture/preprocessing';
import { localPictureFile, readPictureFile } from '../inference/picture/pictureFile';
import { createPictures, type Pictures } from '../inference/picture/pictures';
import { createTritonClient, type TritonClient } from '../inference/tritonClient';
import { tritonBaseUrl } from '../operations/endpointTriton';
import { findLabels, readLabels, type LabelsFile } from '../operations/findLabels';
import { inferPicture, leftOutText, preparePicture, type PictureAnswer, type PreparedPicture } from '../operations/invokePicture';
import { openPictureModel, type PictureModel } from '../operations/pictureModel';
import { answerJson, readinessLines, topLine } from './answerLines';
import type { Command, Surroundings } from './command';
import { choice, UsageError, wholeNumber, type Arguments } from './commandLine';
import type { Terminal } from './terminal';

export function invokeCommand(): Command {
  return {
    name: 'invoke',
    synopsis: '--url URL [OPTIONS] IMAGE...',
    summary: l10n.t('Asks a Triton server or an online endpoint what is on the pictures.'),
    options: {
      url: { type: 'string', value: 'URL', explanation: l10n.t('The address of the server, or the scoring URI of an endpoint.') },
      model: { type: 'string', value: 'M', explanation: l10n.t('The model to ask; the only one of the server when left out.') },
      deployment: {
        type: 'string',
        value: 'D',
        explanation: l10n.t('The deployment of the endpoint to ask; as its traffic decides when left out.'),
      },
      scaling: { type: 'string', value: 'S', explanation: l10n.t('How pixels become numbers: {0}.', scalings.join(', ')) },
      orientation: {
        type: 'string',
        value: 'O',
        explanation: l10n.t('upright, as people see the picture, or stored, as the pixels are stored (EXIF ignored).'),
      },
      labels: { type: 'string', value: 'FILE', explanation: l10n.t('A file with one label a line, the first for class 0.') },
      top: { type: 'string', value: 'K', explanation: l10n.t('How many classes to tell, best first; 5 when left out.') },
      json: { type: 'boolean', explanation: l10n.t('One line of JSON for each picture.') },
    },
    remarks: [
      l10n.t('The key or token of an endpoint is read from the environment variable {0}.', 'TRITON_AZUREML_KEY'),
      l10n.t('Scaling is inception for models that take floating-point numbers and none for others, unless it is given.'),
      l10n.t(
        'Labels come from the server where its model has a labels file, else from --labels, else from a labels.txt in the folder of the picture or above it, up to the current folder, else from the only one in the current folder or just below it. A file counts only when it has one label for each score. The label of a class that has none is its index.',
      ),
      l10n.t('A picture that cannot be asked about is said on standard error; the others are done, and the exit status is 1.'),
    ],
    run: async (given, surroundings) => {
      const job = await readJob(given, surroundings);
      const pictures = createPictures(path.join(surroundings.installation.dist, 'pictureWorker.js'));
      try {
        return await askAll(job, pictures, surroundings);
      } finally {
        await pictures.close();
      }
    },
  };
}

interface Job {
  readonly images: readonly string[];
  readonly triton: TritonClient;
  readonly model: string | undefined;
  readonly deployment: string | undefined;
  readonly choice: Partial<Preprocessing>;
  readonly labelsFor: (image: string) => Promise<LabelsFile | undefined>;
  readonly top: number;
  readonly isJson: boolean;
}

async function readJob(given: Arguments, { key }: Surroundings): Promise<Job> {
  const images = given.positionals;
  if (images.length === 0) {
    throw new UsageError(l10n.t('Name the pictures to ask about.'));
  }
  const scaling = choice(given, 'scaling', scalings);
  const orientation = choice(given, 'orientation', ['upright', 'stored']);
  const top = wholeNumber(given, 'top', { from: 1, to: 100_000, otherwise: 5 });
  const deployment = given.text('deployment');
  const baseUrl = baseUrlOf(given.text('url'));
  const labels = given.text('labels');
  return {
    images,
    triton: createTritonClient(
      {
        baseUrl,
        ...(key === undefined || key === '' ? {} : { secret: () => Promise.resolve(key) }),
        ...(deployment === undefined ? {} : { deployment }),
      },
      { log: silentLog },
    ),
    model: given.text('model'),
    deployment,
    choice: { ...(scaling ? { scaling } : {}), ...(orientation ? { orientation } : {}) },
    labelsFor: labels === undefined ? searchLabels(process.cwd()) : always(await readLabels(labels)),
    top,
    isJson: given.flag('json'),
  };
}

const always =
  <T>(value: T) =>
  (): Promise<T> =>
    Promise.resolve(value);

/** Pictures of one folder have the same labels. */
function searchLabels(current: string): Job['labelsFor'] {
  const known = new Map<string, Promise<LabelsFile | undefined>>();
  return (image) => {
    const folder = path.dirname(path.resolve(image));
    const labels = known.get(folder) ?? findLabels({ picture: image, folders: [current] });
    known.set(folder, labels);
    return labels;
  };
}

function baseUrlOf(url: string | undefined): string {
  if (url === undefined) {
    throw new UsageError(l10n.t('Option {0} is missing: the address of the server to ask.', '--url'));
  }
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UsageError(l10n.t('{0} is no address of a server. Write it like http://127.0.0.1:8000', url));
  }
  return tritonBaseUrl(url);
}

/** Prepares the next picture while the server is busy with one; one connection and one worker serve them all. */
async function askAll(job: Job, pictures: Pictures, { signal, terminal }: Surroundings): Promise<number> {
  const model = await openPictureModel(job.model, job.triton, signal);
  if (!job.isJson) {
    readinessLines(model).forEach((line) => {
      terminal.out(line);
    });
  }
  const prepare = (image: string | undefined): Promise<Prepared> => prepareFile(image, job, model, pictures, signal);
  const remarked = new Set<string>();
  let failures = 0;
  let next = prepare(job.images[0]);
  for (const [at, image] of job.images.entries()) {
    const prepared = await next;
    next = prepare(job.images[at + 1]);
    // When this picture ends the job, nobody comes for the next one.
    next.catch(() => undefined);
    const outcome = prepared.kind === 'prepared' ? await inferFile(prepared, job, model, signal) : prepared;
    if (outcome.kind === 'answered') {
      tell(image, outcome.answer, job, terminal);
      tellOnce(outcome.remark, remarked, terminal);
    } else if (outcome.kind === 'failed') {
      failures += 1;
      terminal.tell(l10n.t('{0}: {1}', image, outcome.message));
    }
  }
  if (failures > 0 && job.images.length > 1) {
    terminal.tell(l10n.t('{0} of {1} pictures could not be asked about.', failures, job.images.length));
  }
  return failures > 0 ? 1 : 0;
}

type Answered = { readonly kind: 'answered'; readonly answer: PictureAnswer; readonly remark: string | undefined };
type Failed = { readonly kind: 'failed'; readonly message: string };
type Prepared =
  | { readonly kind: 'prepared'; readonly picture: PreparedPicture; readonly labels: LabelsFile | undefined }
  | Failed
  | { readonly kind: 'none' };

/** Never rejects for what is wrong with one picture: the promise may wait for its turn without anybody listening. */
async function prepareFile(
  image: string | undefined,
  job: Job,
  model: PictureModel,
  pictures: Pictures,
  signal: AbortSignal,
): Promise<Prepared> {
  if (image === undefined) {
    return { kind: 'none' };
  }
  return orFailed(async () => {
    const bytes = await readPictureFile(localPictureFile(image), 'en', signal);
    const picture = await preparePicture({ picture: bytes, choice: job.choice }, model, pictures, signal);
    return { kind: 'prepared', picture, labels: await job.labelsFor(image) };
  }, signal);
}

async function inferFile(
  { picture, labels }: Extract<Prepared, { kind: 'prepared' }>,
  { top, triton }: Job,
  model: PictureModel,
  signal: AbortSignal,
): Promise<Answered | Failed> {
  return orFailed(async () => {
    const answer = await inferPicture({ top, ...(labels ? { labels: labels.labels } : {}) }, model, picture, triton, signal);
    return { kind: 'answered', answer, remark: leftOutText(answer, labels?.path ?? '') };
  }, signal);
}

async function orFailed<T>(step: () => Promise<T>, signal: AbortSignal): Promise<T | Failed> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof UserError) {
      return { kind: 'failed', message: error.message };
    }
    throw signal.aborted ? new Cancelled() : error;
  }
}

/** What holds for many pictures is said with the first of them. */
function tellOnce(remark: string | undefined, told: Set<string>, terminal: Terminal): void {
  if (remark !== undefined && !told.has(remark)) {
    told.add(remark);
    terminal.tell(remark);
  }
}

function tell(image: string, answer: PictureAnswer, { isJson, deployment }: Job, terminal: Terminal): void {
  if (isJson) {
    terminal.out(answerJson(image, answer, deployment));
  } else {
    terminal.out('');
    terminal.out(image);
    answer.top.forEach((top) => {
      terminal.out(`${topLine(top)}  ${top.score}`);
    });
  }
}
