export type { EventType } from '@mais/contract';
