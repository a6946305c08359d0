/** Resolves at SIGINT, SIGTERM, and with `exitWithParent` when standard input closes, as it does when the parent is gone. */
export async function askedToEnd(exitWithParent: boolean): Promise<void> {
  const { stdin } = process;
  await new Promise<void>((done) => {
    const end = (): void => {
      done();
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    if (exitWithParent) {
      stdin.once('close', end).once('error', end).resume();
    }
  });
  // An open standard input would keep the process alive after everything else has ended.
  stdin.destroy();
}
