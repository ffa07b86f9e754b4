import { nameOf, referencedSchemas, routesOf, type ApiDocument, type Route } from './api-document.ts';
import { code, table } from './markdown.ts';
import { renderRoute } from './render-route.ts';
import { renderSchema } from './render-schema.ts';

/** A problem that an answer may carry, as the contract lists it. */
export interface ProblemKind {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** Whether customers' browsers may see it, and not tenants' servers alone. */
  readonly isPublic: boolean;
}

const pages = [
  {
    file: 'public.md', title: 'Public API', belongs: (route: Route) => needs(route, 'tenantKey'),
    intro: 'What the widget calls, and any page may: with the tenant’s publishable key, from the tenant’s own websites.',
  },
  {
    file: 'tenant.md', title: 'Tenant API', belongs: (route: Route) => needs(route, 'secretKey'),
    intro: 'What a tenant’s own servers call, with a secret key in `Authorization: Bearer sk_…`. Never in a page: who reads the key has the tenant’s rights.',
  },
  {
    file: 'operation.md', title: 'For operators and Stripe', belongs: (route: Route) => (route.security ?? []).length === 0,
    intro: 'Whether the server is alive and ready, and where Stripe delivers its events.',
  },
] as const;

function needs({ security = [] }: Route, scheme: string): boolean {
  return security.some((schemes) => scheme in schemes);
}

/** Every page of the API's reference, by file name; the same document makes the same bytes. */
export function renderReference(document: ApiDocument, problems: readonly ProblemKind[]): Record<string, string> {
  const routes = routesOf(document);
  return {
    'README.md': overview(document, routes),
    ...Object.fromEntries(pages.map(({ file, title, intro, belongs }) => [file, page(document, title, intro, routes.filter(belongs))])),
    'problems.md': problemPage(document, problems),
  };
}

const MADE = '<!-- Made from the routes by `pnpm docs:api`; what is changed here is lost. -->\n';

function overview({ info, components }: ApiDocument, routes: readonly Route[]): string {
  const keys = Object.entries(components.securitySchemes).map(([name, { description }]) => [code(name), description]);
  const lists = pages.map(({ file, title, belongs }) => `\n## ${title}\n${table(['call', 'what', ''], routes.filter(belongs).map(({ method, path, summary, operationId }) =>
    [code(`${method} ${path}`), summary, `[${operationId}](${file}#${operationId.toLowerCase()})`]))}`);
  return `${MADE}# API\n\n${info.description} The same as OpenAPI 3.1: \`GET /openapi.json\`. What can go wrong: [problems](problems.md). What is told by itself: [webhooks](../webhooks.md).\n`
    + `\nFields that aren't described are refused with 422; answers may get more fields, so pass over what you don't know.\n`
    + `\n## Keys and tokens\n${table(['', ''], keys)}${lists.join('')}`;
}

function page(document: ApiDocument, title: string, intro: string, routes: readonly Route[]): string {
  const tags = [...new Set(routes.flatMap(({ tags: [tag = 'Other'] }) => tag))];
  const sections = tags.map((tag) => `\n## Calls: ${tag}\n${routes.filter(({ tags: [own = 'Other'] }) => own === tag).map((route) => `\n${renderRoute(route)}`).join('')}`);
  return `${MADE}# ${title}\n\n${intro} [All pages](README.md).\n${sections.join('')}${schemaSections(document, routes.map(withoutProblems))}`;
}

/** Problems have a page of their own. */
function withoutProblems({ responses, ...route }: Route): unknown {
  const answers = Object.values(responses).filter(({ content }) => content === undefined || !('application/problem+json' in content));
  return { ...route, responses: answers };
}

function schemaSections(document: ApiDocument, from: unknown): string {
  const names = referencedSchemas(document, from).toSorted((one, other) => (one < other ? -1 : 1));
  if (names.length === 0) return '';
  return `\n## Shapes\n${names.map((name) => `\n${renderSchema(name, document.components.schemas[name] ?? {})}`).join('')}`;
}

function problemPage(document: ApiDocument, problems: readonly ProblemKind[]): string {
  const rows = problems.map(({ code: name, status, title, isPublic }) => [code(name), String(status), title, isPublic ? '' : 'tenant API alone']);
  const problem = { $ref: '#/components/schemas/Problem' };
  const shapes = referencedSchemas(document, problem).map((name) => renderSchema(nameOf(name), withoutCodes(document, name)));
  return `${MADE}# Problems\n\nWhatever isn't answered as asked is \`application/problem+json\` (RFC 9457). Go by \`code\`: it stays, while titles and details are for people. \`requestId\` finds the request in the log.\n\n`
    + `${shapes.join('\n')}\n### Codes\n${table(['code', 'status', 'title', ''], rows)}`;
}

/** The codes are the table below. */
function withoutCodes({ components }: ApiDocument, name: string) {
  const { properties = {}, ...schema } = components.schemas[name] ?? {};
  const shortened = Object.entries(properties).map(([field, of]) => [field, field === 'code' && name === 'Problem' ? { type: 'string', description: 'One of the codes below' } : of]);
  return { ...schema, properties: Object.fromEntries(shortened) };
}
