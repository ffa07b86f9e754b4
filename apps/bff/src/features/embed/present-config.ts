import type { WidgetConfig } from '@mais/contract';
import type { Payments } from '../payments/index.ts';
import { accountFor, type TenantAccess } from '../tenants/index.ts';

/** What the widget may know of its tenant. */
export function presentWidgetConfig(access: TenantAccess, payments: Pick<Payments, 'clientConfig' | 'canCharge'>): WidgetConfig {
  const { tenant, scope } = access;
  const account = accountFor(tenant, scope.livemode);
  return {
    tenant: {
      slug: tenant.slug,
      name: tenant.name,
      timeZone: tenant.timeZone,
      currency: tenant.currency,
      country: tenant.country,
      locale: tenant.locale,
    },
    livemode: scope.livemode,
    branding: tenant.branding,
    stripe: payments.canCharge(account, scope.livemode) ? payments.clientConfig(account) : null,
  };
}
