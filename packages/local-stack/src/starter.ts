import { readProcess } from './process-tree.ts';

interface Link {
  pid: number;
  parentPid: number;
}

const intervalMs = 250;

/**
 * Calls back once the package manager that started this process is gone: npx and pnpm don't pass every signal on, and `kill -9`
 * none, but closing them must still stop what they started.
 * @returns what to call to stop looking
 */
export function watchStarter(onGone: () => void): () => void {
  const chain = findStarters(process.pid);
  if (chain.length === 0) return () => {};
  const timer = setInterval(() => {
    if (chain.every(({ pid, parentPid }) => readProcess(pid)?.parentPid === parentPid)) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * The line of processes from this one up to the topmost package manager. The shell above that may end without meaning
 * anything, as it does after `nohup`.
 */
function findStarters(pid: number): Link[] {
  const line: (Link & { manager: boolean })[] = [];
  for (let current = pid; current > 1; ) {
    const facts = readProcess(current);
    if (facts === null) break;
    const manager = /^(\S*\/)?(npm|npx|pnpm|corepack)\b|^\S*node \S*(npm|npx|pnpm)/.test(facts.command);
    // Between the managers stand shells that run one command each.
    if (current !== pid && !manager && !/^(\S*\/)?(ba|da|z)?sh -c/.test(facts.command)) break;
    line.push({ pid: current, parentPid: facts.parentPid, manager });
    current = facts.parentPid;
  }
  const top = line.findLastIndex(({ manager }) => manager);
  return line.slice(0, Math.max(top, 0)).map((link) => ({ pid: link.pid, parentPid: link.parentPid }));
}
