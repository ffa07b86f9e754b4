import { createHmac } from 'node:crypto';

/** `mais_app` serves one tenant at a time; `mais_platform` finds what belongs to which tenant. */
export type DatabaseRole = 'mais_app' | 'mais_platform';

export const databaseRoles: readonly DatabaseRole[] = ['mais_app', 'mais_platform'];

/** The role's password, derived from the owner's, so that one `DATABASE_URL` is all there is to keep secret. */
export function rolePassword(ownerUrl: string, role: DatabaseRole): string {
  const owner = new URL(ownerUrl);
  return createHmac('sha256', decodeURIComponent(owner.password)).update(`mais role ${role}`).digest('base64url');
}

/** The same database as its owner's address, under another role. */
export function roleUrl(ownerUrl: string, role: DatabaseRole): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = rolePassword(ownerUrl, role);
  return url.href;
}
