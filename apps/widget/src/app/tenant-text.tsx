import { useServices } from './services.ts';

/** Words that the tenant has written: said to be in the tenant's language, and with a direction of their own. */
export function TenantText({ children }: { children: string }) {
  return <bdi lang={useServices().firstView.config.tenant.locale}>{children}</bdi>;
}
