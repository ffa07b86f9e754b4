export { buildAll } from './build.ts';
export { type PartDefinition, type RunningPart, runPart, startPart, waitUntilHealthy } from './part.ts';
export type { StackAddresses } from './parts.ts';
export { findFreePorts, type StackPorts } from './ports.ts';
export { watchStarter } from './starter.ts';
export { type RunningStack, type StackOptions, startStack } from './start-stack.ts';
