import type { ProductFixture } from './product-fixture.ts';

/** A route as the API describes itself. */
export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces: `/api/v1/bookings/{id}`. */
  readonly path: string;
  readonly pathParameters: readonly string[];
  readonly queryParameters: readonly string[];
  readonly takesBody: boolean;
  /** Whether a request says which tenant it is for: publicly, or by a secret key. */
  readonly needsTenant: boolean;
  readonly needsSecretKey: boolean;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: object;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

/** Every route of `/openapi.json`. */
export async function listOperations(product: ProductFixture): Promise<ApiOperation[]> {
  const document = (await (await product.request('/openapi.json')).json()) as { paths: Record<string, Record<string, DescribedOperation>> };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody, security = [] }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
      pathParameters: parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
      queryParameters: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      takesBody: requestBody !== undefined,
      needsTenant: security.some((scheme) => 'tenantKey' in scheme || 'secretKey' in scheme),
      needsSecretKey: security.some((scheme) => 'secretKey' in scheme),
    })),
  );
}

/** The path with its parameters put in. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${path} needs "${name}"`);
    return encodeURIComponent(value);
  });
}
