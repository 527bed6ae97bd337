/**
 * Query strings hold only text; schemas want lists and integers. This step stands before validation
 * and changes nothing it is not sure of: what is left as text is refused by the schema.
 */
import type { FastifyRequest } from 'fastify';
import type { App } from './app-types.ts';

type Properties = Readonly<Record<string, unknown>>;

/** For every route with a query schema: `a,b` and repeated parameters become lists, digits integers. */
export function readQueryValues(app: App): void {
  app.addHook('preValidation', async (request) => {
    const properties = propertiesOf(request);
    const { query } = request;
    if (!properties || typeof query !== 'object' || query === null) return;
    request.query = Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, typed(value, properties[name])]),
    );
  });
}

/** @param schema of the one parameter @returns the value as that schema's type, else as it was */
function typed(value: unknown, schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || !('type' in schema)) return value;
  if (schema.type === 'array') {
    const given: unknown[] = Array.isArray(value) ? value : [value];
    return given.flatMap((text) => String(text).split(','));
  }
  const isDigits =
    schema.type === 'integer' && typeof value === 'string' && /^-?\d{1,16}$/.test(value);
  return isDigits ? Number(value) : value;
}

function propertiesOf(request: FastifyRequest): Properties | undefined {
  const schema: unknown = request.routeOptions.schema?.querystring;
  if (typeof schema !== 'object' || schema === null || !('properties' in schema)) return undefined;
  const { properties } = schema;
  return typeof properties === 'object' && properties !== null ? { ...properties } : undefined;
}
