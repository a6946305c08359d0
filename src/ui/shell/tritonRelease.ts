import * as vscode from 'vscode';
import { isTritonRelease, type TritonRelease } from '../../documents/pbtxt/release';

export const releaseSetting = 'tritonAml.triton.release';

/** What a document or a folder is checked for: undefined for the newest, and while what is written in the settings is no release. */
export function tritonRelease(place: vscode.ConfigurationScope): TritonRelease | undefined {
  const release = vscode.workspace.getConfiguration(undefined, place).get<unknown>(releaseSetting);
  return typeof release === 'string' && isTritonRelease(release) ? release : undefined;
}
