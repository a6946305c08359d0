import type { PanelState } from '../../src/protocol/invokePanel';
import { connectHost } from './host';
import './invoke.css';
import { createPage } from './page';

async function start(root: HTMLElement): Promise<void> {
  let show: (state: PanelState) => void = () => undefined; // nothing to show on until the host has answered
  const host = connectHost({
    stateChanged: (state) => {
      show(state);
    },
  });
  const { strings, state } = await host.request('ready', undefined);
  show = createPage(root, strings, host);
  show(state);
}

const root = document.getElementById('page');
if (root) {
  void start(root); // without a host there is nobody to tell
}
