/** A robot's bid as an ordinary command, and which topic takes it. */
import { commandRoute } from '@auction/avro/command-route';
import type { CommandRoute } from '@auction/avro/command-route';
import { lotCommand } from '@auction/avro/lot-command';
import { placementCommand, placementRoute } from '@auction/avro/placement-command';
import type { PlacementRoute } from '@auction/avro/placement-command';
import type { LotCommand, PlacementCommand } from '@auction/avro/records';
import { orderIdOf } from '../domain/robots/elsewhere.ts';
import type { Elsewhere } from '../domain/robots/elsewhere.ts';
import { clientIdOf } from '../domain/robots/robot.ts';
import type { RobotBid } from '../domain/robots/robot.ts';
import type { NewRecord } from '../runtime/log.ts';

/** The same number always makes the same command but for its stamp, which is taken anew. */
export function robotCommand(bid: RobotBid): LotCommand {
  const { order, lotId, clientSeq, kind, amountMinor, at } = bid;
  const { robotId, orgId, userId, currency } = order;
  const clientId = clientIdOf(robotId);
  return lotCommand({
    commandId: `${clientId}/${lotId}/${clientSeq}`,
    kind: 'PLACE_BID',
    lotId,
    sender: {
      clientId,
      clientSeq,
      orgId,
      userId,
      isAdmin: false,
      receivedAt: at,
      refused: null,
    },
    placeBid: {
      kind,
      amountMinor,
      currency,
      confirmMinor: amountMinor, // a robot means what it sends
      phase: 'LIVE',
      via: 'ROBOT',
    },
  });
}

/** The order for a lot of another site; sent again it has the same name. */
export function robotPlacement(bid: RobotBid, { listing, sight }: Elsewhere): PlacementCommand {
  const { order, lotId, clientSeq, amountMinor: maxMinor, at } = bid;
  const { robotId, orgId, userId, currency } = order;
  const orderId = orderIdOf(robotId, lotId, clientSeq);
  const wanted = { orderId, userId, maxMinor, currency, via: 'ROBOT', orderedAt: at } as const;
  const facts = { ...listing, endsAt: sight.endsAt, refused: null, isLimited: false };
  return placementCommand({
    ...{ commandId: orderId, orgId, lotId, at, kind: 'ORDER' },
    order: { order: wanted, ...facts },
  });
}

export type RobotRoute = CommandRoute | PlacementRoute;

function routeOf(bid: RobotBid): RobotRoute {
  const { isLimited, currency, lots } = bid.order;
  const elsewhere = lots.find(({ lotId }) => lotId === bid.lotId)?.elsewhere ?? null;
  return elsewhere === null
    ? commandRoute(robotCommand(bid), { isLimited, currency })
    : placementRoute(robotPlacement(bid, elsewhere), isLimited);
}

/** Where a bid of an organisation is sent: the way bids by hand go. */
export function bidRecord(bid: RobotBid, encode: (route: RobotRoute) => Buffer): NewRecord {
  const route = routeOf(bid);
  return { topic: route.topic.name, key: route.key, value: encode(route) };
}
