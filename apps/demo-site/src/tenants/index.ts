import { bellaWeddings } from './bella-weddings.ts';
import { harborKayaks } from './harbor-kayaks.ts';
import { marinaSpa } from './marina-spa.ts';
import { matsuriTea } from './matsuri-tea.ts';
import { studioNord } from './studio-nord.ts';
import type { TenantSite } from './tenant-site.ts';

export type { TenantSite } from './tenant-site.ts';

/** The sample tenants' websites, in the order in which the index shows them. */
export const tenantSites: readonly TenantSite[] = [bellaWeddings, harborKayaks, studioNord, matsuriTea, marinaSpa];
