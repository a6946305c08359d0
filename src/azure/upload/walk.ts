import { constants, type Stats } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { dirname, join, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/errors';
import { noRules, readIgnoreFile, type IgnoreRules } from './ignoreFile';

/** A file that is uploaded. */
export interface ModelFile {
  /** Absolute, with symbolic links resolved. */
  readonly path: string;
  /** Relative to the folder, as it is named there, with `/`. A single file: its name. */
  readonly name: string;
  readonly size: number;
}

/** What the content hash is made of, in its order: names of files and folders, and the contents of files. */
export type HashPart = { readonly kind: 'name'; readonly name: string } | { readonly kind: 'content'; readonly file: ModelFile };

/** Something in the folder that is not uploaded, and why. `name` is relative to the folder, `by` is `.amlignore` or `.gitignore`. */
export type LeftOut =
  | { readonly name: string; readonly reason: 'ignored'; readonly by: string }
  | { readonly name: string; readonly reason: 'linkLoop' | 'notAFile' };

export interface ModelFolder {
  /** The folder's (or single file's) own name, the last part of the upload's path. */
  readonly name: string;
  readonly files: readonly ModelFile[];
  readonly hashParts: readonly HashPart[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Lists what is uploaded and hashed, as the official SDK would, but for four things that it gets wrong for its users: links
 * out of the folder are refused (a repository somebody else made must not be able to pull in the reader's files, and a model
 * without them would fail where it is served), links in a circle end, nothing but regular files is opened (the SDK waits for
 * ever on a pipe), and a linked folder that the ignore file names is not uploaded (the SDK hashes without it but sends its files).
 * Rejects with a UserError that names the entry when something cannot be read or leads outside, or when nothing is left to upload.
 */
export async function walkModel(path: string, signal: AbortSignal): Promise<ModelFolder> {
  const root = await resolved(path, path);
  const facts = await factsOf(root, path);
  if (facts.isFile()) {
    const file = { path: root, name: baseName(root), size: facts.size };
    return { name: file.name, files: [file], hashParts: [{ kind: 'content', file }], leftOut: [] };
  }
  const rules = facts.isDirectory() ? await readIgnoreFile(root) : noRules;
  const walk = new Walk(root, rules, signal);
  await walk.folder(root, '', facts, true);
  refuseEmpty(path, walk);
  return { name: baseName(root), files: walk.files, hashParts: walk.hashParts, leftOut: walk.leftOut };
}

interface Entry {
  /** Relative to the folder that is walked. */
  readonly name: string;
  readonly ownName: string;
  readonly isLink: boolean;
  /** False below a folder that the rules leave out: single files in it may be brought back, the hash does not see them. */
  readonly isHashed: boolean;
}

class Walk {
  readonly files: ModelFile[] = [];
  readonly hashParts: HashPart[] = [];
  readonly leftOut: LeftOut[] = [];
  /** The folders we are inside of, as device and inode. */
  private readonly open = new Set<string>();

  constructor(
    private readonly root: string,
    private readonly rules: IgnoreRules,
    private readonly signal: AbortSignal,
  ) {}

  async folder(path: string, name: string, facts: Stats, isHashed: boolean): Promise<void> {
    this.signal.throwIfAborted();
    const identity = `${facts.dev}:${facts.ino}`;
    if (this.open.has(identity)) {
      this.leftOut.push({ name, reason: 'linkLoop' });
      return;
    }
    this.open.add(identity);
    for (const { ownName, isLink } of await entriesOf(path, name)) {
      await this.entry(join(path, ownName), { name: name === '' ? ownName : `${name}/${ownName}`, ownName, isLink, isHashed });
    }
    this.open.delete(identity);
  }

  private async entry(path: string, entry: Entry): Promise<void> {
    const { name, isLink, isHashed } = entry;
    // The rules see the place where a linked folder really is, and a linked file under the name of the link; as the SDK does.
    const isLeftOut = this.rules.leavesOut(relative(this.root, path).split(sep).join('/'));
    if (isLeftOut && (isLink || !this.rules.hasNegation)) {
      this.ignored(name);
      return;
    }
    const target = isLink ? await resolved(path, name) : path;
    if (isLink && !this.isInside(target)) {
      throw new UserError(
        l10n.t(
          '{0} is a link that leads out of {1}, to {2}. Only what lies in the folder is uploaded: put a copy in the place of the link, or name the link in .amlignore.',
          name,
          this.root,
          target,
        ),
        'link-outside',
      );
    }
    await this.target(target, { ...entry, isHashed: isHashed && !isLeftOut }, isLeftOut);
  }

  private async target(path: string, { name, ownName, isHashed }: Entry, isLeftOut: boolean): Promise<void> {
    const facts = await factsOf(path, name);
    const isFolder = facts.isDirectory();
    if (isLeftOut && !isFolder) {
      this.ignored(name);
      return;
    }
    if (!isFolder && !facts.isFile()) {
      this.leftOut.push({ name, reason: 'notAFile' });
      return;
    }
    if (isHashed) {
      this.hashParts.push({ kind: 'name', name: ownName });
    }
    if (isFolder) {
      await this.folder(path, name, facts, isHashed);
      return;
    }
    await readable(name, () => access(path, constants.R_OK));
    const file = { path, name, size: facts.size };
    this.files.push(file);
    if (isHashed) {
      this.hashParts.push({ kind: 'content', file });
    }
  }

  private ignored(name: string): void {
    this.leftOut.push({ name, reason: 'ignored', by: this.rules.file ?? '' });
  }

  private isInside(target: string): boolean {
    const way = relative(this.root, target);
    return way !== '..' && !way.startsWith(`..${sep}`) && !/^([a-z]:|[\\/])/i.test(way);
  }
}

/** Sorted as the hash wants it: by lower-cased name, in the order of code points. */
async function entriesOf(path: string, name: string): Promise<Pick<Entry, 'ownName' | 'isLink'>[]> {
  const entries = await readable(name || path, () => readdir(path, { encoding: 'buffer', withFileTypes: true }));
  return entries
    .map((entry) => {
      const ownName = textOfName(entry.name, name || path);
      return { ownName, isLink: entry.isSymbolicLink(), key: Buffer.from(ownName.toLowerCase()) };
    })
    .sort((a, b) => Buffer.compare(a.key, b.key) || (a.ownName < b.ownName ? -1 : 1));
}

function textOfName(bytes: Buffer, folder: string): string {
  if (isUtf8(bytes)) {
    return bytes.toString('utf8');
  }
  const shown = bytes.toString('latin1');
  throw new UserError(l10n.t('The name of a file in {0} is not valid UTF-8: {1}. Rename it.', folder, shown), 'file-name');
}

function resolved(path: string, name: string): Promise<string> {
  return readable(name, () => realpath(path));
}

function factsOf(path: string, name: string): Promise<Stats> {
  return readable(name, () => stat(path));
}

/** What cannot be read fails with its name: leaving it out silently would register a model that lacks a file. */
async function readable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') {
      throw new UserError(l10n.t('{0} does not exist, or is a link to something that does not exist.', name), 'not-found', {
        cause: error,
      });
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw new UserError(l10n.t('{0} may not be read. Give yourself permission to read it.', name), 'not-readable', { cause: error });
    }
    throw new UserError(l10n.t('{0} could not be read.', name), 'not-readable', { cause: error });
  }
}

function refuseEmpty(path: string, { files, leftOut }: Walk): void {
  if (files.length > 0) {
    return;
  }
  const unusable = leftOut.find(({ reason }) => reason !== 'ignored');
  if (unusable) {
    throw new UserError(
      l10n.t('Nothing in {0} can be uploaded: {1} is no regular file, or a link in a circle.', path, unusable.name),
      'no-regular-file',
    );
  }
  const ignored = leftOut.find((it) => it.reason === 'ignored');
  if (ignored) {
    throw new UserError(
      l10n.t('Nothing is left to upload from {0}: {1} leaves out every file. Change its patterns.', path, ignored.by),
      'all-ignored',
    );
  }
  throw new UserError(l10n.t('There are no files in {0}. Choose the folder that holds the model.', path), 'empty-folder');
}

function baseName(path: string): string {
  return relative(dirname(path), path);
}
