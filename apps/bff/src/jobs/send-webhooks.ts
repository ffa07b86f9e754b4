import { sendLane } from '../features/webhooks/index.ts';
import type { Services } from '../services.ts';
import { listDueLanes } from './due-work.ts';

/** How many are sent beside each other. */
const WIDTH = 16;

/** Sends what is due again, and what a worker was killed over. One lane that fails doesn't keep the others. */
export async function sendDueWebhooks(services: Services): Promise<void> {
  const lanes = await listDueLanes(services.platform, services.clock.now());
  const sendOne = async (lane: (typeof lanes)[number]): Promise<void> => {
    await sendLane(services.webhooks, lane, lane).catch((error: unknown) => {
      services.log.warn({ tenantId: lane.tenantId, endpointId: lane.endpointId, err: error }, 'webhooks could not be sent; the next run tries again');
    });
  };
  await Promise.all(Array.from({ length: WIDTH }, async () => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) await sendOne(lane);
  }));
}
