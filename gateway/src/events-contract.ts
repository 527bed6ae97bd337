/** Events of an organisation as REST answers them; no relative imports, like contract.ts. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { instant, text, textOrNull } from '@auction/gateway/schema-parts';

export const OwnEventItem = Type.Object({
  id: text('The same as on the socket'),
  kind: text('bid, outbid, leading, won, lost, sale or notice, as on the socket'),
  lot: text('The lot'),
  at: instant('What caused it'),
  data: Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    description: 'Per kind: commandId, outcome, position, reason, ownMax, notice, amount',
  }),
});
export type OwnEventItem = Static<typeof OwnEventItem>;

/** GET /api/me/events */
export const OwnEventList = Type.Object({
  events: Type.Array(OwnEventItem, { description: 'Oldest first' }),
  next: textOrNull('Pass as `after` for newer ones; null: these were all'),
});
