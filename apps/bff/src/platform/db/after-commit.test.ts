import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMigratedDatabase, type MigratedDatabase } from '../../testing/database.ts';
import { newId, type TenantId } from '../ids.ts';
import { readWithTenant, withTenant } from './with-tenant.ts';

describe('what follows a commit', () => {
  let database: MigratedDatabase;
  const scope = { tenantId: newId<TenantId>(), livemode: false };
  beforeAll(async () => {
    database = await createMigratedDatabase();
  });
  afterAll(() => database.close());

  it('runs in order, once the transaction has committed', async () => {
    const done: string[] = [];
    await withTenant(database.app, scope, async (tx) => {
      tx.afterCommit(() => done.push('first'));
      tx.afterCommit(() => done.push('second'));
      await tx.sql`select 1`;
      expect(done).toEqual([]);
    });
    expect(done).toEqual(['first', 'second']);
  });

  it('never runs when the work throws or the database rolls back', async () => {
    const done: string[] = [];
    const follow = () => done.push('never');
    await expect(withTenant(database.app, scope, async (tx) => {
      tx.afterCommit(follow);
      await tx.sql`select 1`;
      throw new Error('changed its mind');
    })).rejects.toThrow('changed its mind');
    await expect(withTenant(database.app, scope, async (tx) => {
      tx.afterCommit(follow);
      await tx.sql`select 1 / 0`.catch(() => {});
    })).rejects.toThrow('rolled back');
    expect(done).toEqual([]);
  });

  it('has no place in a read', async () => {
    await expect(readWithTenant(database.app, scope, (tx) => {
      tx.afterCommit(() => {});
      return [tx.sql`select 1`.execute()];
    })).rejects.toThrow('nothing follows a read');
  });
});
