import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of our own that does one kind of task, so that what it costs isn't paid by what is measured. */
export interface HelperProcess<Task, Answer> {
  /** @throws what the task threw */
  ask(task: Task): Promise<Answer>;
  stop(): Promise<void>;
}

type Reply<Answer> = { readonly answer: Answer } | { readonly error: string };

/** @param script a module that calls `answerTasks` with the same two types */
export function startHelper<Task extends object, Answer>(script: URL): HelperProcess<Task, Answer> {
  // A session of its own, as the BFF's processes have: Linux shares the processors between sessions, not between processes.
  const child = fork(fileURLToPath(script), { detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit').then(() => {
    throw new Error(`${script.pathname} ended in the middle of its work`);
  });
  exited.catch(() => {});
  return {
    async ask(task) {
      child.send(task);
      const [reply] = (await Promise.race([once(child, 'message'), exited])) as [Reply<Answer>];
      if ('error' in reply) throw new Error(reply.error);
      return reply.answer;
    },
    async stop() {
      child.kill();
      await exited.catch(() => {});
    },
  };
}

/** The other end of `startHelper`: answers one task after the other, and ends with the process that started it. */
export function answerTasks<Task extends object, Answer>(work: (task: Task) => Promise<Answer>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (task: Task) => {
    work(task).then(
      (answer) => process.send?.({ answer } satisfies Reply<Answer>),
      (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies Reply<Answer>),
    );
  });
}
