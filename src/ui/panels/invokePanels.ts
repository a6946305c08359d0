import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { DecodeError, Fields } from '../../base/decode';
import type { Log } from '../../base/log';
import { readPictureFile } from '../../inference/picture/pictureFile';
import type { Pictures } from '../../inference/picture/pictures';
import { endpointId, type EndpointRef } from '../../azure/resourceRefs';
import { invokePicture } from '../../operations/invokePicture';
import { invokePanel as invokePanelType } from '../../manifest/views';
import type { WireEvent } from '../../protocol/channel';
import type { PanelAction, SavedPanel } from '../../protocol/invokePanel';
import { InvokeController } from './invokeController';
import { listInvokeEndpoints, type PanelWorkspace } from './invokeEndpoints';
import { invokePanelHtml } from './invokePanelHtml';
import type { ChosenPicture, InvokePorts } from './invokePorts';
import { invokeRequests } from './invokeRequests';
import { isDrawable, nameOfPicture, pickPicture, pictureFileAt, savedPicture } from './pictureFiles';
import { serveRequests } from './serveRequests';

export interface InvokePanelServices {
  readonly extensionUri: vscode.Uri;
  /** Choices are kept here, one record a model. */
  readonly memory: vscode.Memento;
  readonly log: Log;
  readonly pictures: Pictures;
  /** The workspaces whose endpoints are offered, in the order of the tree; never asks anybody to sign in. */
  readonly workspaces: (signal: AbortSignal) => Promise<readonly PanelWorkspace[]>;
  readonly emulatorStopped: () => boolean;
  readonly findLabels: InvokePorts['findLabels'];
  readonly actions: Readonly<Record<Extract<PanelAction, 'deploy' | 'startEmulator' | 'showLog'>, () => PromiseLike<void>>> & {
    readonly setTraffic: (endpoint: EndpointRef) => PromiseLike<void>;
  };
}

/** Where to send: an endpoint as traffic decides, or one of its deployments pinned. */
export interface InvokeTarget {
  readonly endpoint: EndpointRef;
  readonly deployment?: string;
}

export interface InvokePanels {
  /** Opens the panel beside the editor, or brings it to the front; sends the picture when both are known. */
  show(target: InvokeTarget | undefined, picture: vscode.Uri | undefined): Promise<void>;
  /** Endpoints were made, deleted or changed. */
  refresh(): Promise<void>;
  /** Brings the panel back after a reload of the window. */
  readonly serializer: vscode.WebviewPanelSerializer;
  dispose(): void;
}

export function createInvokePanels(services: InvokePanelServices): InvokePanels {
  let open: InvokePanel | undefined;
  const adopt = (panel: vscode.WebviewPanel, saved: SavedPanel): InvokePanel => {
    open?.dispose();
    const adopted = new InvokePanel(panel, services, saved);
    panel.onDidDispose(() => {
      adopted.dispose();
      open = open === adopted ? undefined : open;
    });
    open = adopted;
    return adopted;
  };
  return {
    show: async (target, picture) => {
      const column = vscode.ViewColumn.Beside;
      open?.reveal();
      const panel = open ?? adopt(vscode.window.createWebviewPanel(invokePanelType, l10n.t('Invoke'), { viewColumn: column }), {});
      await panel.open(target, picture);
    },
    refresh: async () => {
      await open?.endpointsChanged();
    },
    serializer: {
      deserializeWebviewPanel: async (panel, raw: unknown) => {
        await adopt(panel, savedFrom(raw)).open(undefined, undefined);
      },
    },
    dispose: () => open?.dispose(),
  };
}

/** One webview with its controller. */
class InvokePanel implements vscode.Disposable {
  private readonly closed = new AbortController();
  private readonly controller: InvokeController;
  private readonly subscriptions: { dispose(): void }[] = [];
  private picture: vscode.Uri | undefined;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly services: InvokePanelServices,
    saved: SavedPanel,
  ) {
    const { webview } = panel;
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(services.extensionUri, 'media', theme, 'triton-model.svg');
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.controller = this.createController(saved);
    this.picture = saved.picture === undefined ? undefined : savedPicture(saved.picture);
    this.allowFolderOf(this.picture);
    if (this.picture) {
      this.controller.setPicture(this.chosen(this.picture));
    }
    const handlers = invokeRequests({
      controller: this.controller,
      copy: (text) => vscode.env.clipboard.writeText(text),
      act: (action) => this.act(action),
    });
    this.subscriptions.push(serveRequests(webview, handlers, this.closed.signal, services.log));
    webview.html = this.html();
  }

  reveal(): void {
    this.panel.reveal();
  }

  async open(target: InvokeTarget | undefined, picture: vscode.Uri | undefined): Promise<void> {
    await this.controller.open({
      ...(target === undefined ? {} : { endpoint: endpointId(target.endpoint) }),
      ...(target?.deployment === undefined ? {} : { deployment: target.deployment }),
      ...(picture === undefined ? {} : { picture: this.take(picture) }),
    });
  }

  async endpointsChanged(): Promise<void> {
    await this.controller.endpointsChanged();
  }

  dispose(): void {
    if (this.closed.signal.aborted) {
      return;
    }
    this.closed.abort();
    this.controller.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.panel.dispose();
  }

  private createController(saved: SavedPanel): InvokeController {
    const { services } = this;
    return new InvokeController(
      {
        endpoints: async (signal) => listInvokeEndpoints(await services.workspaces(signal), services.log, signal),
        emulatorStopped: services.emulatorStopped,
        readPicture: (uri, signal) => readPictureFile(pictureFileAt(uri), vscode.env.language, signal),
        pictures: services.pictures,
        findLabels: services.findLabels,
        invokePicture,
        memory: services.memory,
        log: services.log,
        locale: vscode.env.language,
        now: () => new Date(),
        show: (state) => {
          const event: WireEvent = { event: 'stateChanged', payload: state };
          // A page that is hidden or not there yet misses the event: it asks for the whole state when it comes (back).
          void this.panel.webview.postMessage(event);
        },
      },
      saved,
    );
  }

  private async act(action: PanelAction): Promise<void> {
    switch (action) {
      case 'refresh':
        await this.controller.refresh();
        return;
      case 'choosePicture': {
        const picture = await pickPicture(this.picture);
        if (picture) {
          await this.open(undefined, picture);
        }
        return;
      }
      case 'deploy':
      case 'startEmulator':
        await this.services.actions[action]();
        await this.controller.refresh();
        return;
      case 'setTraffic': {
        const { chosenEndpoint } = this.controller;
        if (chosenEndpoint) {
          await this.services.actions.setTraffic(chosenEndpoint);
          await this.controller.refresh();
        }
        return;
      }
      case 'showLog':
        await this.services.actions.showLog();
    }
  }

  private take(picture: vscode.Uri): ChosenPicture {
    this.allowFolderOf(picture);
    this.picture = picture;
    return this.chosen(picture);
  }

  private chosen(picture: vscode.Uri): ChosenPicture {
    const named = { uri: picture.toString(), name: nameOfPicture(picture) };
    return isDrawable(picture) ? { ...named, source: this.panel.webview.asWebviewUri(picture).toString() } : named;
  }

  /** The page may read its own files and the folder of the picture, nothing else. Setting the same roots again does not reload it. */
  private allowFolderOf(picture: vscode.Uri | undefined): void {
    const own = ['dist/webview', 'media'].map((folder) => vscode.Uri.joinPath(this.services.extensionUri, folder));
    const folders = picture === undefined ? own : [...own, vscode.Uri.joinPath(picture, '..')];
    this.panel.webview.options = { enableScripts: true, localResourceRoots: folders };
  }

  private html(): string {
    const { webview } = this.panel;
    const file = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.services.extensionUri, 'dist', 'webview', name)).toString();
    return invokePanelHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      script: file('invoke.js'),
      styles: [file('codicon.css'), file('invoke.css')],
      language: vscode.env.language,
      title: l10n.t('Invoke'),
    });
  }
}

/** What a page kept is foreign: names only, and nothing at all when it is not what this version keeps. */
function savedFrom(raw: unknown): SavedPanel {
  try {
    const fields = Fields.of(raw, 'saved');
    const kept = (['endpoint', 'deployment', 'model', 'picture'] as const).map((name) => [name, fields.optionalText(name)] as const);
    return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
  } catch (error) {
    if (error instanceof DecodeError) {
      return {};
    }
    throw error;
  }
}
