import type { Services } from '../services.ts';
import { bellaWeddings } from './bella-weddings.ts';
import { connectAccount } from './connect-account.ts';
import { harborKayaks } from './harbor-kayaks.ts';
import { marinaSpa } from './marina-spa.ts';
import { matsuriTea } from './matsuri-tea.ts';
import type { SampleTenant } from './sample-tenant.ts';
import { seedTenant } from './seed-tenant.ts';
import { studioNord } from './studio-nord.ts';

const sampleTenants: readonly SampleTenant[] = [bellaWeddings, harborKayaks, studioNord, matsuriTea, marinaSpa];

/** Creates the sample tenants that aren't there yet, and their connected accounts where Stripe is configured in test mode. */
export async function seed(services: Services): Promise<{ slug: string; created: boolean }[]> {
  const { app, clock, config, connect } = services;
  const isTestMode = config.stripe?.livemode === false;
  const done: { slug: string; created: boolean }[] = [];
  for (const sample of sampleTenants) {
    const existing = await services.directory.findBySlug(sample.slug);
    const id = existing?.id ?? (await seedTenant(app, sample, clock.now()));
    if (isTestMode) await connectAccount(connect, id, sample);
    done.push({ slug: sample.slug, created: existing === null });
  }
  return done;
}
