/**
 * Runs `stop` once when the process is asked to end, then ends it. A parent that dies closes the channel it opened, which
 * counts as asking: nothing is left running behind it.
 */
export function onStopSignal(stop: () => Promise<void>): void {
  let stopping: Promise<void> | null = null;
  const begin = (): void => {
    stopping ??= stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', begin);
  process.on('SIGINT', begin);
  if (process.connected) process.on('disconnect', begin);
}
