/** Runs `body` once, that long after the last of several calls. */
export function debounced(milliseconds: number, body: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(body, milliseconds);
    // It must not hold up the end of the extension host.
    timer.unref();
  };
}
