import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMigratedDatabase, type MigratedDatabase } from '../../testing/database.ts';
import { newId, type TenantId } from '../ids.ts';
import { connectDatabase, type Sql } from './connect.ts';
import { roleUrl } from './role-urls.ts';
import { readWithTenant, withTenant } from './with-tenant.ts';

const POOL_SIZE = 3;

describe('a database that goes away and comes back', () => {
  let database: MigratedDatabase;
  let line: Line;
  let pool: Sql;
  beforeAll(async () => {
    database = await createMigratedDatabase();
    const url = new URL(roleUrl(database.ownerUrl, 'mais_app'));
    line = await openLine(Number(url.port));
    url.port = String(line.port);
    pool = connectDatabase(url.href, { name: 'outage', poolSize: POOL_SIZE });
  });
  afterAll(async () => {
    await pool.end({ timeout: 1 });
    await line.cut();
    await database.close();
  });

  it('fails what is under way and what is asked meanwhile, and loses no connection for later', async () => {
    await Promise.all(Array.from({ length: POOL_SIZE }, () => visit()));
    const underWay = Promise.allSettled(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? visit(50) : read())));
    await new Promise((resolve) => setTimeout(resolve, 25));
    await line.cut();
    const during = Promise.allSettled(Array.from({ length: 20 }, () => visit()));
    const outcomes = [...(await underWay), ...(await during)];
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as { code?: string }).code] : []));
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !['ECONNREFUSED', 'ECONNRESET', 'CONNECTION_CLOSED', 'EPIPE'].includes(code ?? ''))).toEqual([]);

    await line.restore();
    await expect.poll(() => visit().then(() => 'works', () => 'fails'), { timeout: 15_000 }).toBe('works');
    await everyConnectionWorks();
  });

  /** As many transactions as there are connections, each of which waits for all the others to have begun. */
  async function everyConnectionWorks(): Promise<void> {
    let begun = 0;
    const { promise: allBegun, resolve } = Promise.withResolvers<void>();
    await Promise.all(Array.from({ length: POOL_SIZE }, () => withTenant(pool, newScope(), async ({ sql }) => {
      await sql`select 1`;
      begun += 1;
      if (begun === POOL_SIZE) resolve();
      await allBegun;
    })));
  }

  function visit(lastsMs = 0): Promise<void> {
    return withTenant(pool, newScope(), async ({ sql }) => {
      await sql`select pg_sleep(${lastsMs / 1000})`;
    });
  }

  function read(): Promise<unknown> {
    return readWithTenant(pool, newScope(), ({ sql }) => [sql`select id from tenants`]);
  }
});

function newScope() {
  return { tenantId: newId<TenantId>(), livemode: false };
}

/** A line to the database that a test can cut and restore, at one port. */
interface Line {
  readonly port: number;
  cut(): Promise<void>;
  restore(): Promise<void>;
}

async function openLine(targetPort: number): Promise<Line> {
  const ends = new Set<Socket>();
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((near) => {
      const far = connect(targetPort, '127.0.0.1');
      for (const [end, other] of [[near, far], [far, near]] as const) {
        ends.add(end);
        end.pipe(other);
        end.on('error', () => other.destroy());
        end.on('close', () => ends.delete(end));
      }
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async cut() {
      server.close();
      for (const end of ends) end.destroy();
      if (server.listening) await once(server, 'close');
    },
    async restore() {
      server = await listen(port);
    },
  };
}
