import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DecodeError, Fields } from '../../base/decode';
import { errorCode } from '../../base/systemError';
import { writeAtomically } from '../state/atomicFile';

/** Which deployment's copy of a model a running server has: the path of the copy's repository. It outlives the emulator, as the server does. */
export class ModelOwners {
  private readonly repositories: Map<string, string>;

  constructor(
    private readonly file: string,
    private readonly server: string,
  ) {
    this.repositories = new Map(read(file, server));
  }

  of(model: string): string | undefined {
    return this.repositories.get(model);
  }

  ownedBy(repository: string): string[] {
    return [...this.repositories].flatMap(([model, owner]) => (owner === repository ? [model] : []));
  }

  async set(model: string, repository: string | undefined): Promise<void> {
    if (repository === undefined) {
      this.repositories.delete(model);
    } else {
      this.repositories.set(model, repository);
    }
    mkdirSync(dirname(this.file), { recursive: true });
    await writeAtomically(this.file, JSON.stringify({ server: this.server, models: Object.fromEntries(this.repositories) }));
  }
}

/** Nothing when there is none yet, or it is about another server. */
function read(file: string, server: string): [string, string][] {
  try {
    const fields = Fields.of(JSON.parse(readFileSync(file, 'utf8')), 'owners');
    const models = Fields.of(fields.unknown('models'), 'owners.models');
    return fields.text('server') === server ? models.names.map((name) => [name, models.text(name)]) : [];
  } catch (error) {
    if (error instanceof DecodeError || error instanceof SyntaxError || errorCode(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
