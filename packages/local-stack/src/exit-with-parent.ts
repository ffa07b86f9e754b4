// Loaded before a part's own entry (`node --import`). The channel to the process that started the part closes when that
// one ends, also by `kill -9`; then the part is asked to stop, and made to when it takes too long.
import { isMainThread } from 'node:worker_threads';

const patienceMs = 15_000;

if (isMainThread && process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMs).unref();
  });
  // Listening must not keep a part alive that has nothing left to do.
  process.channel.unref();
}
