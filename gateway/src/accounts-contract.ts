/**
 * Accounts as the routes take and answer them. No relative imports, like contract.ts, which exports
 * the types. Instants are epoch ms UTC.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';

/** What a user may do in the own organisation; one user may have several. None implies another. */
export const organisationRoles = ['ADMIN', 'BUYER', 'APPROVER', 'SELLER', 'VIEWER'] as const;
/** Staff of the platform, members of no organisation. */
export const platformRoles = ['OPERATOR', 'AUDITOR'] as const;
export type OrganisationRole = (typeof organisationRoles)[number];
export type PlatformRole = (typeof platformRoles)[number];
export type Role = OrganisationRole | PlatformRole;

/** What a program's token may do; a route without a scope takes no token. */
export const tokenScopes = [
  'account:read',
  'bids:read',
  'bids:write',
  'robots:read',
  'robots:write',
  'selling:read',
  'selling:write',
] as const;
export type TokenScope = (typeof tokenScopes)[number];

const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description });
const rolesOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Array(oneOf(values, 'A role'), { minItems: 1, maxItems: values.length, description });
const strict = { additionalProperties: false } as const;
const text = (description: string) => Type.String({ description });
const textOrNull = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description });
const instant = (what: string) => Type.Integer({ description: `${what}, epoch ms UTC` });
const instantOrNull = (what: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description: `${what}, epoch ms UTC` });

const nameField = (whose: string) =>
  Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description: `Name of ${whose}` });
const emailField = Type.String({ minLength: 3, maxLength: 254, description: 'E-mail address' });
const passwordField = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'At least 8 characters, none of the most used passwords; nothing else is asked',
});
const linkToken = Type.String({
  pattern: '^[A-Za-z0-9_-]{43}$',
  description: '`token` of the link in the mail',
});
export const rowId = Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Id' });
export const IdPath = Type.Object({ id: rowId });

export const RegisterBody = Type.Object(
  {
    organisation: nameField('the organisation'),
    name: nameField('the person'),
    email: emailField,
    password: passwordField,
  },
  strict,
);
export const TokenBody = Type.Object({ token: linkToken }, strict);
export const SignInBody = Type.Object(
  { email: emailField, password: Type.String({ minLength: 1, maxLength: 256 }) },
  strict,
);
export const ForgotBody = Type.Object({ email: emailField }, strict);
export const ResetBody = Type.Object({ token: linkToken, password: passwordField }, strict);
export const ChangePasswordBody = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 256, description: 'The password as it is' }),
    password: passwordField,
    endOtherSessions: Type.Boolean({ description: 'Sign out everywhere else' }),
  },
  strict,
);
export const InviteBody = Type.Object(
  { email: emailField, roles: rolesOf(organisationRoles, 'What the person may do') },
  strict,
);
export const AcceptBody = Type.Object(
  { token: linkToken, name: nameField('the person'), password: passwordField },
  strict,
);
export const ChangeUserBody = Type.Object(
  {
    roles: Type.Optional(rolesOf(organisationRoles, 'What the user may do from now on')),
    disabled: Type.Optional(Type.Boolean({ description: 'true: signed out and kept out' })),
  },
  { ...strict, minProperties: 1 },
);
export const NewTokenBody = Type.Object(
  {
    name: nameField('the program'),
    scopes: rolesOf(tokenScopes, 'What the token may do'),
    expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
  },
  strict,
);
export const ChangeOrganisationBody = Type.Object(
  { disabled: Type.Boolean({ description: 'true: nobody of it can sign in or use a token' }) },
  strict,
);

export const Accepted = Type.Object(
  {
    accepted: Type.Boolean({
      description: 'Always true: the same for known and unknown addresses',
    }),
  },
  { description: 'What follows comes by mail' },
);
export const Me = Type.Object({
  id: text('Id of the user, or of the token'),
  kind: oneOf(['USER', 'TOKEN'], 'Who is asking'),
  name: text('Name of the person, or of the program'),
  email: textOrNull('Address of the person'),
  organisation: Type.Unsafe<{ id: string; name: string } | null>({
    anyOf: [Type.Object({ id: text('Id'), name: text('Name') }), { type: 'null' }],
    description: 'null: staff of the platform',
  }),
  roles: Type.Array(oneOf([...organisationRoles, ...platformRoles], 'Role')),
  scopes: Type.Array(oneOf(tokenScopes, 'Scope'), { description: 'Empty for people' }),
});
export type Me = Static<typeof Me>;
export const SessionItem = Type.Object({
  id: text('Names the session; opens nothing'),
  current: Type.Boolean({ description: 'The one that is asking' }),
  createdAt: instant('Signed in'),
  lastSeenAt: instant('Last used, to a minute'),
  expiresAt: instant('Ends when it is not used before'),
  address: textOrNull('Where it was signed in from'),
  userAgent: textOrNull('What it was signed in with'),
});
export type SessionItem = Static<typeof SessionItem>;
export const SessionList = Type.Object({ sessions: Type.Array(SessionItem) });
export type SessionList = Static<typeof SessionList>;
export const UserItem = Type.Object({
  id: text('Id'),
  name: text('Name'),
  email: text('Address'),
  roles: Type.Array(oneOf(organisationRoles, 'Role')),
  createdAt: instant('Joined'),
  verified: Type.Boolean({ description: 'The address is proved' }),
  disabled: Type.Boolean({ description: 'Kept out' }),
});
export type UserItem = Static<typeof UserItem>;
export const UserList = Type.Object({ users: Type.Array(UserItem) });
export type UserList = Static<typeof UserList>;
export const InvitationItem = Type.Object({
  id: text('Id'),
  email: text('Address'),
  roles: Type.Array(oneOf(organisationRoles, 'Role')),
  createdAt: instant('Made'),
  expiresAt: instant('Ends'),
});
export type InvitationItem = Static<typeof InvitationItem>;
export const InvitationList = Type.Object({ invitations: Type.Array(InvitationItem) });
export type InvitationList = Static<typeof InvitationList>;
export const ApiTokenItem = Type.Object({
  id: text('Id'),
  name: text('Name of the program'),
  scopes: Type.Array(oneOf(tokenScopes, 'Scope')),
  createdAt: instant('Made'),
  expiresAt: instantOrNull('Ends'),
  lastUsedAt: instantOrNull('Last used, to a minute'),
  revokedAt: instantOrNull('Revoked'),
});
export type ApiTokenItem = Static<typeof ApiTokenItem>;
export const ApiTokenList = Type.Object({ tokens: Type.Array(ApiTokenItem) });
export type ApiTokenList = Static<typeof ApiTokenList>;
export const NewApiToken = Type.Object({
  ...ApiTokenItem.properties,
  token: text('The token itself; shown this once. Send it as `Authorization: Bearer …`'),
});
export type NewApiToken = Static<typeof NewApiToken>;
export const OrganisationItem = Type.Object({
  id: text('Id'),
  name: text('Name'),
  createdAt: instant('Made'),
  disabled: Type.Boolean({ description: 'Kept out' }),
  userCount: Type.Integer({ description: 'Users' }),
});
export const OrganisationList = Type.Object({ organisations: Type.Array(OrganisationItem) });
export type OrganisationList = Static<typeof OrganisationList>;
export const DemoAccounts = Type.Object({
  accounts: Type.Array(
    Type.Object({
      organisation: textOrNull('null: staff of the platform'),
      name: text('Name'),
      email: text('Address'),
      password: text('Password'),
      roles: Type.Array(oneOf([...organisationRoles, ...platformRoles], 'Role')),
    }),
  ),
});
export type DemoAccounts = Static<typeof DemoAccounts>;
