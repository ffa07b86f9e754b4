import type { Content, Parameter, Route } from './api-document.ts';
import { code, table } from './markdown.ts';
import { describeType, notesOf } from './render-schema.ts';

const PROBLEM = 'application/problem+json';

/** A route as a section: who may call it, what it takes and what it answers. */
export function renderRoute(route: Route): string {
  const { operationId, method, path, summary, description } = route;
  return [
    `### ${operationId}\n${code(`${method} ${path}`)}\n`,
    `${[summary, description].filter((text) => text !== undefined).map(asSentence).join(' ')}\n`,
    `${needsOf(route)}\n`,
    parameterTable(route.parameters ?? []),
    bodyLine(route.requestBody),
    answerTable(route),
  ].filter((part) => part !== '').join('\n');
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const credentials: Readonly<Record<string, (scopes: readonly string[]) => string>> = {
  tenantKey: () => 'publishable key',
  holdToken: () => 'the hold’s token',
  bookingToken: () => 'the booking’s token',
  secretKey: (scopes) => `secret key with ${scopes.map(code).join(' or ')}`,
};

function needsOf({ security = [] }: Route): string {
  const ways = security.map((schemes) => Object.entries(schemes).map(([name, scopes]) => credentials[name]?.(scopes) ?? code(name)).join(', and '));
  return ways.length === 0 ? 'Needs no key.' : `Needs: ${ways.join('; or ')}.`;
}

function parameterTable(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return '';
  return table(['parameter', 'in', 'type', ''], parameters.map(({ name, in: place, required, schema, description }) =>
    [code(name), place, describeType(schema), notesOf(schema, required === true ? ['required'] : [], description ?? schema.description)]));
}

function bodyLine(body: Route['requestBody']): string {
  return body === undefined ? '' : `Body${body.required === true ? '' : ', which may be left out'}: ${describeContent(body.content)}.\n`;
}

function answerTable({ responses }: Route): string {
  const entries = Object.entries(responses);
  const isProblem = ([, { content }]: (typeof entries)[number]): boolean => content !== undefined && PROBLEM in content;
  const answers = entries.filter((entry) => !isProblem(entry))
    .map(([status, { description, content }]) => [status, description, content === undefined ? '' : describeContent(content)]);
  const problems = entries.filter(isProblem).map(([status]) => status).join(', ');
  return table(['answer', '', ''], [...answers, ...(problems === '' ? [] : [[problems, 'It can’t be done', '[problem](problems.md)']])]);
}

function describeContent(content: Content): string {
  return Object.entries(content).map(([type, { schema }]) => {
    const shape = schema === undefined ? '' : describeType(schema);
    if (type === 'application/json') return [shape, schema?.$ref === undefined ? (schema?.description ?? '') : ''].filter((part) => part !== '').join(': ');
    return code(type);
  }).join(', or ');
}
