/** Who asks, and what the answers to all of them look like. */

export const actors = [
  'anonymous',
  'viewer',
  'buyer',
  'seller',
  'approver',
  'admin',
  'otherAdmin', // admin of another organisation than the one the target belongs to
  'operator',
  'auditor',
  'tokenWithout', // selling:write, which only the routes of sellers take
  'tokenWith', // the scope the route takes, where it takes one
] as const;
export type Actor = (typeof actors)[number];

export type Target = 'user' | 'invitation' | 'token' | 'session' | 'organisation';

export interface RouteRow {
  readonly route: string;
  /** Path to ask; `:id` is replaced by a target made for each request. */
  readonly path?: string;
  readonly target?: Target;
  readonly body?: object;
  /** Answer to each actor. */
  readonly codes: Readonly<Record<Actor, number>>;
}

export const all = (code: number): Record<Actor, number> => ({
  anonymous: code,
  viewer: code,
  buyer: code,
  seller: code,
  approver: code,
  admin: code,
  otherAdmin: code,
  operator: code,
  auditor: code,
  tokenWithout: code,
  tokenWith: code,
});
/** Public: everybody gets the same. A body that is missing is noticed after access. */
export const open = all;
export const people = (code: number) => ({
  ...all(code),
  anonymous: 401,
  tokenWithout: 403,
  tokenWith: 403,
});
export const forbidden = { ...all(403), anonymous: 401 };
/** One role of an organisation; programs need the scope of the route, which `tokenWith` has not. */
export const role = (actor: Actor, code: number) => ({ ...forbidden, [actor]: code });
/** Admins, each in the own organisation only. */
export const admins = (code: number, otherAdmin = code) => ({
  ...forbidden,
  admin: code,
  otherAdmin,
});
export const withToken = (codes: Record<Actor, number>, tokenWith: number) => ({
  ...codes,
  tokenWith,
});
