import type { Command } from './command';

export const refreshExplorer: Command = (_target, { explorer }, row) => {
  explorer.refresh(row);
  return Promise.resolve();
};

/** `target` is the row whose children could not be loaded. */
export const retry: Command = (target, { explorer }) => {
  explorer.refresh(target?.kind === 'row' ? target.id : undefined);
  return Promise.resolve();
};

export const loadMore: Command = async (target, { explorer }) => {
  if (target?.kind === 'row') {
    await explorer.loadMore(target.id);
  }
};

export const showLog: Command = (_target, services) => {
  services.showLog();
  return Promise.resolve();
};
