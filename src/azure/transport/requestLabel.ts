/**
 * `PUT onlineEndpoints/demo`: a request as words and log name it. Only the part of the path below the workspace (or below
 * the host, where there is none), never the query: that is where signatures are.
 */
export function requestLabel(method: string, url: string): string {
  return `${method} ${pathLabel(url)}`;
}

function pathLabel(url: string): string {
  const path = decoded(new URL(url).pathname);
  return path.replace(/^.*\/providers\/Microsoft\.MachineLearningServices\/workspaces\/[^/]+\/(?=.)/i, '').replace(/^\//, '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A stray % in a name; the raw path names it as well.
  }
}
