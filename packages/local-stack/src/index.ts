export { buildAll } from './build.ts';
export { describeExit, type PartDefinition, type PartExit, type RunningPart, runPart, startPart, waitUntilHealthy } from './part.ts';
export type { StackAddresses } from './parts.ts';
export { findFreePorts, findPorts, type StackPorts } from './ports.ts';
export { watchStarter } from './starter.ts';
export { type RunningStack, type StackOptions, startStack } from './start-stack.ts';
