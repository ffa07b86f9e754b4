import { checkLedgerCommand } from './cli/check-ledger-command.ts';
import { createApiKeyCommand } from './cli/create-api-key-command.ts';
import { createTenantCommand } from './cli/create-tenant-command.ts';
import { reportCommand } from './cli/report-command.ts';
import { rotateMasterKeyCommand } from './cli/rotate-master-key-command.ts';
import { UsageError } from './cli/usage-error.ts';
import { configFrom, type Config } from './config/config.ts';
import { EnvError, readEnv } from './config/env.ts';
import { SlugTakenError } from './features/tenants/index.ts';
import { migrate } from './platform/db/migrate.ts';
import { createLogger } from './platform/log.ts';
import { seed } from './seed/index.ts';
import { createServices, type Services } from './services.ts';

const USAGE = `Usage: mais <command>

  migrate             bring the database to the newest schema
  seed                create the sample tenants, in test mode
  create-tenant       create a tenant; prints its keys, once, and its embed tag
                        --name "Bella Weddings" --slug bellaweddings --email hello@example.com --country US
                        --commission 12.5 --time-zone America/New_York --currency USD [--locale en]
                        [--origin https://example.com]…
  create-api-key      make a secret key of a tenant; prints it, once
                        --tenant bellaweddings --mode test|live --scopes all|bookings:read,payments:read [--name "Till"]
  check-ledger        compare the ledgers with Stripe's books; ends with 1 where they differ
                        [--tenant bellaweddings]
  report              print a tenant's commission by month, payouts or outstanding balances
                        commission|payouts|outstanding-balances [--tenant bellaweddings] [--mode test|live]
                        without a tenant, the commission of all
                        [--from 2027-01 --to 2027-06 (payouts: days)] [--format csv|json]
  rotate-master-key   wrap all tenants' data keys with TENANT_SECRETS_ENCRYPTION_KEY, beside running replicas;
                        set TENANT_SECRETS_PREVIOUS_KEY to the key that it replaces`;

async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  if (args.includes('--help') || command === 'help') return console.log(USAGE);
  switch (command) {
    case 'migrate': return runMigrate(configFrom(readEnv()));
    case 'seed': return withServices(runSeed);
    case 'create-tenant': return withServices((services) => createTenantCommand(services, rest));
    case 'create-api-key': return withServices((services) => createApiKeyCommand(services, rest));
    case 'check-ledger': return withServices((services) => checkLedgerCommand(services, rest));
    case 'report': return withServices((services) => reportCommand(services, rest));
    case 'rotate-master-key': return withServices(rotateMasterKeyCommand);
    default: throw new UsageError(command === undefined ? USAGE : `There is no command "${command}".\n\n${USAGE}`);
  }
}

async function runMigrate(config: Config): Promise<void> {
  const applied = await migrate(config.databases.owner, { manageRoles: config.databases.manageRoles });
  console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`);
}

async function runSeed(services: Services): Promise<void> {
  for (const { slug, created } of await seed(services)) console.log(`${slug}: ${created ? 'created' : 'there already'}`);
}

async function withServices(run: (services: Services) => Promise<void>): Promise<void> {
  const config = configFrom(readEnv());
  const log = createLogger({ level: 'error', name: 'cli' });
  const services = await createServices({ config, log, name: 'mais cli' });
  try {
    await run(services);
  } finally {
    await services.close();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    const expected = error instanceof UsageError || error instanceof EnvError || error instanceof SlugTakenError;
    console.error(expected ? error.message : error);
    process.exit(1);
  },
);
