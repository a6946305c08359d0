import * as vscode from 'vscode';
import { azureMlSchemas, type AzureMlKind } from '../../documents/azureml/schemas';
import { kindOfAll, schemaCodes, sharedSchema } from '../../language/azureml/sharedSchemas';
import { mayBeAzureMl, yamlLanguage } from '../../manifest/languages';

/** The name that the schemas are registered under; theirs is the scheme of each address. */
const scheme = 'triton-azureml-schema';

/** Red Hat's YAML extension, where it is installed: it is given our schemas, and what they say is left to it. */
export class RedHatYaml {
  private hasSchemas = false;
  /** Settles soon: nobody waits long for what another extension says. */
  readonly ready = soon(this.shareSchemas());

  /** Waits for an extension that the YAML file has woken too. Never rejects: without it everything is said here. */
  private async shareSchemas(): Promise<void> {
    const extension = vscode.extensions.getExtension<unknown>('redhat.vscode-yaml');
    try {
      const api = await extension?.activate();
      if (canContribute(api)) {
        this.hasSchemas = api.registerContributor(scheme, schemaAddress, schemaText) !== false;
      }
    } catch {
      // It has told its own users that it does not work.
      this.hasSchemas = false;
    }
  }

  /** Whether it shows what this finding says. */
  says(document: vscode.TextDocument, code: string): boolean {
    return schemaCodes.has(code) && this.isServing(document);
  }

  /** Whether it shows what the schema says of this document. */
  isServing(document: vscode.TextDocument): boolean {
    return this.hasSchemas && schemaOf(document) !== undefined;
  }
}

const longestWait = 10_000;

async function soon(done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([done, new Promise<void>((resolve) => (timer = setTimeout(resolve, longestWait)))]);
  clearTimeout(timer);
}

/** https://github.com/redhat-developer/vscode-yaml/wiki/Extension-API */
interface Contributing {
  registerContributor(name: string, address: (resource: string) => string | undefined, text: (address: string) => string): unknown;
}

function canContribute(api: unknown): api is Contributing {
  return typeof api === 'object' && api !== null && 'registerContributor' in api && typeof api.registerContributor === 'function';
}

function schemaAddress(resource: string): string | undefined {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === resource);
  const kind = document && schemaOf(document);
  return kind && `${scheme}://schema/${kind}`;
}

function schemaText(address: string): string {
  const name = address.slice(address.lastIndexOf('/') + 1);
  return isKind(name) ? sharedSchema(name) : '{}';
}

function schemaOf(document: vscode.TextDocument): AzureMlKind | undefined {
  const text = document.getText();
  return document.languageId === yamlLanguage && mayBeAzureMl(text) ? kindOfAll(text) : undefined;
}

function isKind(name: string): name is AzureMlKind {
  return Object.hasOwn(azureMlSchemas, name);
}
