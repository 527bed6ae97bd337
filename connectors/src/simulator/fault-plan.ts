/** Which request meets which fault: a function of the plan, the seed and the request's number. */
import { Chance } from '@auction/streams/simulation/chance';
import { z } from 'zod';
import { faultSettings } from './fault-settings.ts';

export const faultRule = faultSettings.extend({
  /** One of the site's fault names. */
  name: z.string(),
  /** Only requests whose path holds this. */
  path: z.string().optional(),
  /** Number of the first request it meets; the next one when absent. */
  from: z.number().int().positive().optional(),
  /** How many requests; null: until the plan is replaced. */
  count: z.number().int().positive().nullable().default(1),
  /** Share of those requests, drawn from the seed. */
  chance: z.number().min(0).max(1).default(1),
});
/** A rule as it is sent; `from` and the defaults are filled in when it is taken over. */
export type FaultRuleInput = z.input<typeof faultRule>;
export type FaultRule = z.output<typeof faultRule> & { readonly from: number };

const question = 501;

export class FaultPlan {
  readonly names: readonly string[];
  readonly #seed: number;
  #rules: readonly FaultRule[] = [];

  /** @param names faults the site can play */
  constructor(seed: number, names: readonly string[]) {
    this.names = names;
    this.#seed = seed;
  }

  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  /**
   * Replaces the plan.
   * @param nextRequest number of the request that comes next
   * @throws Error for a fault this site cannot play: a test that plays nothing would show nothing
   */
  replace(rules: readonly FaultRuleInput[], nextRequest: number): void {
    const unknown = rules.find(({ name }) => !this.names.includes(name));
    if (unknown) throw new Error(`unknown fault ${unknown.name}: ${this.names.join(', ')}`);
    this.#rules = rules.map((rule) => {
      const complete = faultRule.parse(rule);
      return { ...complete, from: complete.from ?? nextRequest };
    });
  }

  /** The first rule that meets the request. */
  faultOf(request: number, path: string): FaultRule | undefined {
    return this.#rules.find(({ from, count, chance, path: part = '' }, index) => {
      const isCounted = request >= from && (count === null || request < from + count);
      const isMeant = isCounted && path.includes(part);
      return isMeant && new Chance(this.#seed, index).happens(question + request, chance);
    });
  }
}
