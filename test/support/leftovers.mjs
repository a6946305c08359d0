// Nothing that a test starts may outlive it. Every process started from here on carries a mark in its environment;
// on Linux the marked ones can be found again, whoever is their parent by now.
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const variable = 'TRITON_AZUREML_TEST_RUN';

export function markProcesses() {
  process.env[variable] = randomUUID();
}

/** Ends what is still running and returns a line for each such process. */
export async function endLeftovers() {
  if (process.platform !== 'linux') return [];
  await grace();
  const left = await marked();
  for (const { pid } of left) end(pid);
  return left.map(({ pid, command }) => `${pid} ${command}`);
}

// A process that is just ending is no leftover. A language server looks every three seconds whether its client is still there.
async function grace() {
  for (let turn = 0; turn < 60 && (await marked()).length > 0; turn++) await wait(100);
}

async function marked() {
  const mark = `${variable}=${process.env[variable]}`;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      if (!environment.split('\0').includes(mark)) return [];
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim();
      return [{ pid: Number(pid), command: command.slice(0, 200) }];
    }),
  );
  return found.flat().filter(({ command }) => command !== '' && !/\besbuild\b.*--service/.test(command));
}

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
