import type { Me } from '../accounts-contract.ts';
import type { Principal } from './principal.ts';

/** Who is asking, as they see themselves. */
export const meOf = (principal: Principal): Me => ({
  id: principal.id,
  kind: principal.kind,
  name: principal.name,
  email: principal.email,
  organisation: principal.organisation,
  roles: [...principal.roles],
  scopes: [...(principal.scopes ?? [])],
});
