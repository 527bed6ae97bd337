/** A robot's bid as an ordinary command, and which topic takes it. */
import { commandRoute } from '@auction/avro/command-route';
import type { CommandRoute } from '@auction/avro/command-route';
import { lotCommand } from '@auction/avro/lot-command';
import type { LotCommand } from '@auction/avro/records';
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

/** Where a bid of an organisation is sent: the way bids by hand go. */
export function bidRecord(bid: RobotBid, encode: (route: CommandRoute) => Buffer): NewRecord {
  const { isLimited, currency } = bid.order;
  const route = commandRoute(robotCommand(bid), { isLimited, currency });
  return { topic: route.topic.name, key: route.key, value: encode(route) };
}
