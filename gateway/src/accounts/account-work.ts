/** What goes on beside requests for accounts: mails and audit records leave, ends of sessions are heard. */
import type { Logger } from '@auction/streams/runtime/logger';
import { relayAudit } from '../audit/audit-relay.ts';
import type { WriteEvents } from '../audit/audit-relay.ts';
import { tellArchiveJobs } from '../audit/archive-jobs.ts';
import { tellLateBids } from '../audit/late-bids.ts';
import { tellRobotDeeds } from '../robots/robot-deed-audit.ts';
import { inBackground } from '../background.ts';
import { relayMail } from '../mail/mail-relay.ts';
import { relayLimits } from '../limits/limit-store.ts';
import type { LimitsToSend } from '../limits/limit-store.ts';
import type { SendMail } from '../mail/mail-relay.ts';
import type { Postgres } from '../postgres.ts';
import type { LiveSockets } from './live-sockets.ts';
import { followSessionEnds } from './session-ends.ts';
import { Sessions } from './sessions.ts';
import { Throttle } from './throttle-store.ts';

export interface AccountWorkOptions {
  readonly postgres: Postgres;
  /** For the connection that listens. */
  readonly postgresUrl: string;
  readonly sockets: LiveSockets;
  readonly sendMail: SendMail;
  readonly writeAudit: WriteEvents;
  /** Resolves when the limiter is told for good. */
  readonly sendLimits: (limits: LimitsToSend) => Promise<void>;
  /** Approved bids whose sender died are sent again. */
  readonly resendApproved: () => Promise<boolean>;
  readonly publicUrl: string;
  readonly now: () => number;
  readonly logger: Logger;
  /** Between two looks at the sessions of open sockets, ms. */
  readonly sweepMs: number;
}

const relayMs = 500;
/** The route that sets them tells the limiter itself; this is for when it could not. */
const limitsMs = 2_000;
const lateMs = 5_000;
const resendMs = 5_000;
const tidyMs = 300_000;

/** @returns stops everything, after the turn at hand */
export function startAccountWork(options: AccountWorkOptions): () => Promise<void> {
  const { postgres, postgresUrl, sockets, publicUrl, now, logger } = options;
  const { sendMail, writeAudit, sendLimits, resendApproved } = options;
  const sessions = new Sessions(postgres, now);
  const throttle = new Throttle(postgres, now);
  const ends = followSessionEnds({
    postgresUrl,
    sessions,
    sockets,
    logger,
    sweepMs: options.sweepMs,
  });
  const works = [
    {
      name: 'mail',
      everyMs: relayMs,
      work: () => relayMail({ postgres, send: sendMail, publicUrl, now }),
    },
    {
      name: 'audit',
      everyMs: relayMs,
      work: async () => (await relayAudit(postgres, writeAudit)) > 0,
    },
    {
      name: 'limits',
      everyMs: limitsMs,
      work: () => relayLimits(postgres, sendLimits),
    },
    {
      name: 'approved bids',
      everyMs: resendMs,
      work: resendApproved,
    },
    {
      name: 'late bids',
      everyMs: lateMs,
      work: () => tellLateBids(postgres),
    },
    {
      name: 'jobs of the archive',
      everyMs: lateMs,
      work: () => tellArchiveJobs(postgres),
    },
    {
      name: 'deeds of robots',
      everyMs: lateMs,
      work: () => tellRobotDeeds(postgres, now()),
    },
    {
      name: 'tidying of sessions',
      everyMs: tidyMs,
      work: async () => {
        await throttle.removeOld();
        return (await sessions.removeExpired()) > 0;
      },
    },
  ];
  const stops = works.map((work) => inBackground(work, logger));
  return async () => {
    await Promise.all([ends.stop(), ...stops.map((stop) => stop())]);
  };
}
