/** Turns what Ajv says about a request into sentences that tell what to send instead. */
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import { badParameters, Refusal } from './problem.ts';

/**
 * @param context part of the request: querystring, params, headers or body
 * @param known names the route accepts there
 */
export function refusalOf(
  errors: readonly FastifySchemaValidationError[],
  context: string,
  known: readonly string[],
): Refusal {
  const [first] = errors;
  if (!first) return new Refusal('BAD_REQUEST', `the ${context} is not valid`);
  const { parameter, message } = explained(first, known);
  if (context === 'body') return new Refusal('BAD_REQUEST', `body ${parameter}: ${message}`);
  return badParameters([{ parameter, message }]);
}

function explained(error: FastifySchemaValidationError, known: readonly string[]) {
  const path = error.instancePath.split('/').filter((step) => step !== '');
  const parameter = path[0] ?? '';
  const params = error.params;
  switch (error.keyword) {
    case 'additionalProperties':
      return {
        parameter: wordOf(params['additionalProperty']),
        message: `is not known here; known are ${known.join(', ')}`,
      };
    case 'required':
      return { parameter: wordOf(params['missingProperty']), message: 'is missing' };
    case 'enum':
      return { parameter, message: `must be one of ${listOf(params['allowedValues'])}` };
    case 'type':
      return { parameter, message: `must be one ${wordOf(params['type'])}` };
    case 'minimum':
    case 'maximum':
      return { parameter, message: `must be ${comparisonOf(params)}` };
    case 'minLength':
      return { parameter, message: 'must not be empty; leave it out instead' };
    case 'maxLength':
      return { parameter, message: `must have at most ${wordOf(params['limit'])} characters` };
    case 'pattern':
      return { parameter, message: `must have the form ${wordOf(params['pattern'])}` };
    case 'maxItems':
      return { parameter, message: `takes at most ${wordOf(params['limit'])} values` };
    default:
      return { parameter, message: error.message ?? 'is not valid' };
  }
}

function comparisonOf(params: Record<string, unknown>): string {
  const words = { '>=': 'at least', '<=': 'at most' };
  const sign = params['comparison'] === '>=' ? '>=' : '<=';
  return `${words[sign]} ${wordOf(params['limit'])}`;
}

const wordOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const listOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');
