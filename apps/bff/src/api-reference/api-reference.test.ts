// docs/api is made from the routes: run `pnpm docs:api` after changing one.
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { problems, publicProblems } from '@mais/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProductFixture, type ProductFixture } from '../testing/product-fixture.ts';
import type { ApiDocument } from './api-document.ts';
import { code, table } from './markdown.ts';
import { renderReference } from './render-reference.ts';
import { describeType, renderSchema } from './render-schema.ts';

const folder = fileURLToPath(new URL('../../../../docs/api/', import.meta.url));

describe('the reference of the API', () => {
  let product: ProductFixture;
  let document: ApiDocument;
  let reference: Record<string, string>;
  beforeAll(async () => {
    product = await createProductFixture();
    document = (await (await product.request('/openapi.json')).json()) as ApiDocument;
    const kinds = Object.entries(problems).map(([name, { status, title }]) => ({ code: name, status, title, isPublic: name in publicProblems }));
    reference = renderReference(document, kinds);
  });
  afterAll(() => product.close());

  it('is what the routes say', async () => {
    for (const [file, text] of Object.entries(reference)) {
      await expect(text, `docs/api/${file} is stale: run pnpm docs:api`).toMatchFileSnapshot(folder + file);
    }
    expect(Object.keys(reference), 'docs/api has a page that nothing makes').toEqual(expect.arrayContaining(await readdir(folder)));
  });

  it('has every route on one page', () => {
    const headings = Object.values(reference).flatMap((text) => [...text.matchAll(/^### (\w+)$/gm)].map(([, name]) => name));
    for (const { operationId } of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
      expect(headings.filter((name) => name === operationId), operationId).toHaveLength(1);
    }
  });

  it('links to nothing that isn’t there, and has no two sections of a name', () => {
    for (const [file, text] of Object.entries(reference)) {
      const anchors = anchorsOf(text);
      expect(new Set(anchors).size, file).toBe(anchors.length);
      for (const [link, target = '', anchor = ''] of text.matchAll(/\]\(([\w.-]+\.md)?#([\w-]+)\)/g)) {
        expect(anchorsOf(target === '' ? text : (reference[target] ?? '')), `${link} in ${file}`).toContain(anchor);
      }
    }
  });
});

function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(/[^\w -]/g, '').replaceAll(' ', '-'));
}

describe('a shape', () => {
  it('is described with its bounds', () => {
    expect(describeType({ type: 'string', minLength: 1, maxLength: 200 })).toBe('string (1 to 200 characters)');
    expect(describeType({ type: ['integer', 'null'], exclusiveMinimum: 0 })).toBe('integer (1 or more) or null');
    expect(describeType({ type: ['string', 'null'], format: 'uuid', pattern: '^[0-9a-f-]+$' })).toBe('UUID or null');
    expect(describeType({ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })).toBe('integer');
    expect(describeType({ type: 'array', items: { $ref: '#/components/schemas/Day' }, maxItems: 3 })).toBe('list of [Day](#day) (up to 3)');
    expect(describeType({ anyOf: [{ type: 'string' }, { type: 'boolean' }] })).toBe('string or boolean');
    expect(describeType({ type: 'object', additionalProperties: { type: 'number' } })).toBe('object of number by name');
    expect(describeType({ type: ['string', 'null'], enum: ['a', 'b', null] })).toBe('`a`, `b` or null');
  });

  it('has the fields of what is within it, and says which may be left out', () => {
    const items = { type: 'object', properties: { id: { type: 'string', description: 'A name' } }, required: ['id'] };
    const schema = { type: 'object', properties: { list: { type: 'array', items, default: [] } } };
    expect(renderSchema('Thing', schema)).toBe('### Thing\n| field | type |  |\n|---|---|---|\n| `list` | list of object | optional, `[]` when left out |\n| `list[].id` | string | A name |\n');
  });

  it('can hold anything that Markdown would take for its own', () => {
    expect(table(['a'], [['x | y\nz']])).toBe('| a |\n|---|\n| x \\| y z |\n');
    expect([code('a`b'), code('`'), code('plain')]).toEqual(['``a`b``', '`` ` ``', '`plain`']);
  });
});
