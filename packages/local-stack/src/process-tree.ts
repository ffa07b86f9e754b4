import { readFileSync } from 'node:fs';

/** What Linux says of a process: its parent, and when it began (in clock ticks since boot). */
export interface ProcessFacts {
  parentPid: number;
  startedAt: string;
  command: string;
}

/**
 * Reads `/proc`; null when there is no such process, or no `/proc`.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function readProcess(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    // A zombie has ended and only waits to be counted.
    if (fields[0] === 'Z') return null;
    return { parentPid: Number(fields[1]), startedAt: fields[19] ?? '', command };
  } catch {
    return null;
  }
}
