import type postgres from 'postgres';

/** Everything that makes up the schema `public`, as text that two databases can be compared by. */
export async function describeSchema(sql: postgres.Sql): Promise<Record<string, string[]>> {
  const parts = {
    columns: `select format('%s.%s %s%s default %s generated %s', relname, attname, format_type(atttypid, atttypmod),
        case when attnotnull then ' not null' else '' end, pg_get_expr(adbin, adrelid), attgenerated)
      from pg_attribute join pg_class on pg_class.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
      where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped`,
    constraints: `select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace`,
    indexes: `select indexdef from pg_indexes where schemaname = 'public'`,
    policies: `select format('%s %s %s %s %s using %s check %s', tablename, policyname, permissive, roles, cmd, qual, with_check) from pg_policies where schemaname = 'public'`,
    security: `select format('%s %s %s', relname, relrowsecurity, relforcerowsecurity) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    triggers: `select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`,
    functions: `select pg_get_functiondef(pg_proc.oid) || coalesce(array_to_string(proacl, ' '), '') from pg_proc
      where pronamespace = 'public'::regnamespace and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')`,
    grants: `select format('%s %s %s', table_name, privilege_type, grantee) from information_schema.table_privileges where table_schema = 'public' and grantee in ('mais_app', 'mais_platform')`,
    column_grants: `select format('%s.%s %s %s', table_name, column_name, privilege_type, grantee) from information_schema.column_privileges where table_schema = 'public' and grantee in ('mais_app', 'mais_platform')`,
  };
  const described: Record<string, string[]> = {};
  for (const [name, query] of Object.entries(parts)) {
    const rows = await sql.unsafe<{ line: string }[]>(`select line from (${query}) as part (line) order by 1`);
    // The owner's name differs from one database to the next.
    described[name] = rows.map(({ line }) => line.replaceAll(/mais_test_owner_[0-9a-f]+/g, 'owner'));
  }
  return described;
}
