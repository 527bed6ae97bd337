/** Generated from ../schemas by `npm run generate`; do not edit. */

/** Who did what. Topic audit.events, key actor id. No bodies, tokens or passwords. A reader drops an eventId it has seen; the events of one writer form a chain. */
export interface AuditEvent {
  /** UUID; the same when a record is written twice. */
  readonly eventId: string;
  /** When it happened, epoch ms UTC. */
  readonly at: number;
  /** Who wrote this record. */
  readonly writerId: string;
  /** Number within the writer's chain, from 1 without gaps. */
  readonly writerSeq: number;
  /** Hash of the writer's event before, hex; empty for its first. */
  readonly previousHash: string;
  /** SHA-256 of all other fields as JSON, names in order, hex. */
  readonly hash: string;
  /** USER, TOKEN (a program of an organisation), VISITOR (not signed in) or SERVICE. */
  readonly actorKind: AuditActorKind;
  /** userId, id of the token, or the service's name. */
  readonly actorId: null | string;
  /** Organisation it was done for, or to. */
  readonly organisationId: null | string;
  /** What was done, an upper-case word. */
  readonly action: string;
  /** What it was done to: a kind and an id. */
  readonly target: null | string;
  /** What became of it. */
  readonly result: AuditResult;
  /** The named why of a refusal. */
  readonly reason: null | string;
  /** Id of the request in the logs. */
  readonly requestId: null | string;
  /** Network address of the asker. */
  readonly address: null | string;
}

export type AuditActorKind = 'UNKNOWN' | 'USER' | 'TOKEN' | 'VISITOR' | 'SERVICE';

export type AuditResult = 'UNKNOWN' | 'DONE' | 'REFUSED' | 'FAILED';

/** Checkpoint of a connector. Topic connectors.state, key site. */
export interface ConnectorState {
  /** Site code. */
  readonly site: string;
  /** Number of the last snapshot begun. */
  readonly sequence: number;
  /** Validator of the last complete file. */
  readonly etag: null | string;
  /** Validator of the last complete file. */
  readonly lastModified: null | string;
  /** Hash of the last complete file. */
  readonly sha256: null | string;
  /** Rows of the last complete file. */
  readonly rows: number;
  /** Age of the last complete file, epoch ms UTC. */
  readonly observedAt: null | number;
  /** Newest update stamp among the records of the last complete file, epoch ms UTC; an older one shows a stale file. */
  readonly newestUpdateAt: null | number;
  /** Hash of a file held back because too much was missing. */
  readonly heldSha256: null | string;
  /** Rows of that file. */
  readonly heldRows: number;
  /** What the site's own folder remembers from one poll to the next, for example the day's calls used; its text is nobody else's business. */
  readonly cursor: null | string;
}

/** Something about what an organisation is bound to, all in one order per organisation. Topic limits.commands, key orgId. */
export interface LimitCommand {
  /** Which of the bodies is filled in. */
  readonly kind: LimitCommandKind;
  /** The organisation. */
  readonly orgId: string;
  /** A command that would bind the organisation, on its way to its lot. */
  readonly bid: null | LimitedBid;
  /** What a lot told the organisation, from lots.outcomes. */
  readonly letter: null | LotOutcome;
  /** What the platform allows from now on. */
  readonly limits: null | OrganisationLimits;
  /** A won lot was paid for or given up. */
  readonly settled: null | SettledLot;
  /** An order for an external lot, on its way to its placement. */
  readonly order: null | PlacementCommand;
  /** What became of an order at another site, from placements. */
  readonly placement: null | Placement;
}

export type LimitCommandKind = 'UNKNOWN' | 'BID' | 'LETTER' | 'SET_LIMITS' | 'SETTLED' | 'ORDER' | 'PLACEMENT';

/** A bid, a purchase or an accepted counter-offer. */
export interface LimitedBid {
  /** As it goes on to lots.commands. */
  readonly command: LotCommand;
  /** ISO 4217 code of the lot as the sender knows it; null: not known. */
  readonly currency: null | string;
}

/** A wish or a fact about a lot, all in one order per lot. Topic lots.commands, key lotId, stamped by the broker's clock. */
export interface LotCommand {
  /** Idempotency key: the same id twice has one effect. */
  readonly commandId: string;
  /** Which body is filled. Readers skip UNKNOWN loudly. */
  readonly kind: LotCommandKind;
  /** The lot. */
  readonly lotId: string;
  /** Filled when kind is OBSERVE_EXTERNAL. */
  readonly observeExternal: null | ObserveExternal;
  /** Filled when kind is CLOSE_DUE. */
  readonly closeDue: null | CloseDue;
  /** Filled in all commands but observations and timers. */
  readonly sender: null | Sender;
  /** Filled when kind is CREATE_LOT. */
  readonly createLot: null | CreateLot;
  /** Filled when kind is AMEND_LOT. */
  readonly amendLot: null | AmendLot;
  /** Filled when kind is WITHDRAW_LOT. */
  readonly withdrawLot: null | WithdrawLot;
  /** Filled when kind is PLACE_BID. */
  readonly placeBid: null | PlaceBid;
  /** Filled when kind is BUY_NOW. */
  readonly buyNow: null | BuyNow;
  /** Filled when kind is RETRACT_BID. */
  readonly retractBid: null | RetractBid;
  /** Filled when kind is COUNTER. */
  readonly counter: null | CounterOffer;
  /** Filled when kind is OPEN_DUE. */
  readonly openDue: null | OpenDue;
  /** Filled when kind is DEADLINE_DUE. */
  readonly deadlineDue: null | DeadlineDue;
  /** Filled when kind is PURGE_LOT. */
  readonly purgeLot: null | PurgeLot;
  /** Filled when kind is RESTORE_LOT. */
  readonly restoreLot: null | RestoreLot;
}

export type LotCommandKind = 'UNKNOWN' | 'OBSERVE_EXTERNAL' | 'CLOSE_DUE' | 'CREATE_LOT' | 'AMEND_LOT' | 'PUBLISH_LOT' | 'WITHDRAW_LOT' | 'PLACE_BID' | 'BUY_NOW' | 'RETRACT_BID' | 'APPROVE_SALE' | 'REJECT_SALE' | 'COUNTER' | 'ACCEPT_COUNTER' | 'DECLINE_COUNTER' | 'OPEN_DUE' | 'DEADLINE_DUE' | 'PURGE_LOT' | 'RESTORE_LOT';

/** What a site shows of a lot it resolves itself. */
export interface ObserveExternal {
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** Number of the observation, the listing's version; older ones are ignored. */
  readonly fetchSeq: number;
  /** When it was observed, epoch ms UTC. */
  readonly observedAt: number;
  /** When the connector published the raw record, epoch ms UTC. */
  readonly publishedAt: number;
  /** LISTED or GONE. */
  readonly presence: ObservedPresence;
  /** ISO 4217 code. */
  readonly currency: string;
  /** Current bid in minor units; null keeps the old one. */
  readonly priceMinor: null | number;
  /** Number of bids; null keeps the old one. */
  readonly bidCount: null | number;
  /** Buy-it-now price in minor units; null: none. */
  readonly buyNowMinor: null | number;
  /** Least next bid by the site's word, in minor units; null: it gives none. */
  readonly askMinor: null | number;
  /** How the sale ended by the site's own word; UNKNOWN: it runs, or nothing was said. */
  readonly outcome: ObservedOutcome;
  /** UNKNOWN, NONE, NOT_MET, MET or ON_APPROVAL. */
  readonly reserve: LotReserve;
  /** Start of the live sale, epoch ms UTC; null: no date. */
  readonly startsAt: null | number;
  /** End of bidding, epoch ms UTC; null: no date. */
  readonly endsAt: null | number;
  /** How exact endsAt is. */
  readonly endsAtPrecision: EndsAtPrecision;
  /** The vehicle as the board shows it. */
  readonly summary: LotSummary;
}

export type ObservedPresence = 'UNKNOWN' | 'LISTED' | 'GONE';

export type ObservedOutcome = 'UNKNOWN' | 'SOLD' | 'NOT_SOLD' | 'PENDING_APPROVAL';

export type LotReserve = 'UNKNOWN' | 'NONE' | 'NOT_MET' | 'MET' | 'ON_APPROVAL';

export type EndsAtPrecision = 'NONE' | 'DAY' | 'MINUTE' | 'MS';

/** Facts about the vehicle on a board row and a lot page. */
export interface LotSummary {
  /** Year, make, model and trim in one line. */
  readonly title: string;
  /** Vehicle the lot belongs to. */
  readonly vehicleId: string;
  /** VIN. */
  readonly vin: null | string;
  /** See Listing.vinStatus. */
  readonly vinStatus: null | string;
  /** Model year. */
  readonly year: null | number;
  /** Make. */
  readonly make: null | string;
  /** Model. */
  readonly model: null | string;
  /** Trim. */
  readonly trim: null | string;
  /** Body style. */
  readonly body: null | string;
  /** Colour. */
  readonly color: null | string;
  /** Engine. */
  readonly engine: null | string;
  /** Drive. */
  readonly drive: null | string;
  /** Transmission. */
  readonly transmission: null | string;
  /** Fuel. */
  readonly fuel: null | string;
  /** Whether the site has the keys. */
  readonly hasKeys: null | boolean;
  /** RUN_AND_DRIVE, STARTS or null. */
  readonly runs: null | string;
  /** Reading in odometerUnit. */
  readonly odometer: null | number;
  /** MI or KM. */
  readonly odometerUnit: null | string;
  /** See Listing.odometerBrand. */
  readonly odometerBrand: null | string;
  /** Damage, first the primary one. */
  readonly damage: readonly string[];
  /** The site's title type, raw. */
  readonly titleCode: null | string;
  /** State of the title. */
  readonly titleState: null | string;
  /** City. */
  readonly city: null | string;
  /** State or province. */
  readonly state: null | string;
  /** ISO 3166 alpha-3 country. */
  readonly country: null | string;
  /** IANA zone of the place. */
  readonly timeZone: null | string;
  /** The site's yard. */
  readonly yard: null | string;
  /** Address of the first photo. */
  readonly photo: null | string;
  /** Public page at the site. */
  readonly url: null | string;
  /** The site's estimate in minor units. */
  readonly retailValueMinor: null | number;
  /** Special note. */
  readonly note: null | string;
  /** Of an own lot: addresses of all its photos as shown, the first one first; empty for lots of other sites. */
  readonly photos: readonly string[];
  /** VIN of 17 characters as a site shows it that hides some, each of these as *; null: it hides none, or it is no such VIN. */
  readonly vinMasked: null | string;
}

/** A close timer: time has reached the lot. A stale one changes nothing. */
export interface CloseDue {
  /** endsAt the timer was set for, epoch ms UTC. */
  readonly forEndsAt: number;
  /** Instant that has been reached: endsAt, or endsAt + 24 h. Epoch ms UTC. */
  readonly at: number;
}

/** Who sends a command, and when; in every command of an organisation. */
export interface Sender {
  /** Random per browser tab, API key or robot: the first half of the idempotency key. */
  readonly clientId: string;
  /** Rises per client and lot: the second half. */
  readonly clientSeq: number;
  /** Organisation the command is for. */
  readonly orgId: string;
  /** User who acts for it. */
  readonly userId: string;
  /** A platform operator, checked by the gateway. */
  readonly isAdmin: boolean;
  /** Stamped once by the gateway, epoch ms UTC. */
  readonly receivedAt: number;
  /** Why the limiter refuses it; null: it does not. */
  readonly refused: null | UpstreamRefusal;
}

export type UpstreamRefusal = 'LIMIT' | 'NEEDS_APPROVAL';

/** A draft that nobody but the seller sees. */
export interface CreateLot {
  /** What is agreed. */
  readonly terms: LotTerms;
  /** The vehicle as the board will show it. */
  readonly summary: LotSummary;
}

/** What is agreed about a lot before anybody bids. Amounts in minor units. */
export interface LotTerms {
  /** Organisation that sells. */
  readonly sellerOrg: string;
  /** Organisations linked to the seller; they may not bid. */
  readonly excludedOrgs: readonly string[];
  /** The vehicle. */
  readonly vehicleId: string;
  /** ISO 4217 code of all amounts. */
  readonly currency: string;
  /** Least first bid. */
  readonly startMinor: number;
  /** Hidden least price; null: none. */
  readonly reserveMinor: null | number;
  /** Price at which the lot is sold at once; null: none. */
  readonly buyNowMinor: null | number;
  /** The seller's estimate; null: none. */
  readonly guideMinor: null | number;
  /** Increment table, `name@version`. */
  readonly incTable: string;
  /** Every amount is a multiple of it. */
  readonly granularityMinor: number;
  /** Bids count from here, epoch ms UTC. */
  readonly startsAt: number;
  /** End as planned, epoch ms UTC. */
  readonly endsAt: number;
  /** Lot of which this is another run. */
  readonly relistOf: null | string;
  /** Run list the lot belongs to. */
  readonly runList: null | string;
  /** Rules of the lot. */
  readonly policy: LotPolicy;
}

/** Rules of one lot, frozen when it opens (bidding.md section 2). */
export interface LotPolicy {
  /** Kinds of bids that are offered. */
  readonly modes: readonly BidKind[];
  /** Who wins between equal maxima. */
  readonly tie: TieRule;
  /** FULL: below the reserve a maximum is shown in full. */
  readonly belowReserve: BelowReserve;
  /** What everybody sees of the reserve. */
  readonly reserveShown: ReserveShown;
  /** What a flat bid of the leader does. */
  readonly selfFlat: SelfFlat;
  /** Whether the leader may lower a maximum. */
  readonly allowLower: boolean;
  /** Who may take a bid back. */
  readonly retract: RetractRule;
  /** REASONED: how long before the end it may still be taken back, ms. */
  readonly untilBeforeEndMs: number;
  /** null: bids do not move the end. */
  readonly softClose: null | LotSoftClose;
  /** When the seller has a word. */
  readonly approval: ApprovalRule;
  /** How long the seller may decide after the end, ms. */
  readonly approvalMs: number;
  /** How long the buyer may decide after a counter-offer, ms. */
  readonly counterMs: number;
  /** Guard against slips of the finger. */
  readonly confirm: LotConfirmation;
  /** The close timer rings this long after the end, ms. */
  readonly graceMs: number;
}

export type BidKind = 'FLAT' | 'PROXY';

export type TieRule = 'EARLIER' | 'REJECT_EQUAL' | 'PREBID_LOSES';

export type BelowReserve = 'INCREMENTAL' | 'FULL';

export type ReserveShown = 'STATE' | 'NOTHING' | 'AMOUNT';

export type SelfFlat = 'RAISE_MAX' | 'RAISE_PRICE';

export type RetractRule = 'ADMIN_ONLY' | 'REASONED';

/** How bids near the end move it. */
export interface LotSoftClose {
  /** A bid within this time of the end moves the end, ms. */
  readonly windowMs: number;
  /** By how much, ms. */
  readonly extMs: number;
  /** FROM_BID: the end lies extMs behind the bid; ADD: behind the old end. */
  readonly mode: SoftCloseMode;
  /** Which accepted bids do it. */
  readonly trigger: SoftCloseTrigger;
  /** Most extensions of the lot; null: no limit. */
  readonly maxExt: null | number;
  /** No extension goes beyond it, epoch ms UTC; null: no limit. */
  readonly hardEnd: null | number;
}

export type SoftCloseMode = 'FROM_BID' | 'ADD';

export type SoftCloseTrigger = 'PRICE_OR_LEADER' | 'ANY_BID' | 'LEADER_CHANGE';

export type ApprovalRule = 'IF_BELOW_RESERVE' | 'AUTO' | 'ALWAYS';

/** Which amounts must be repeated before they count. */
export interface LotConfirmation {
  /** Per cent of the guide above which. */
  readonly guidePct: number;
  /** Without a guide: times the ask. */
  readonly askFactor: number;
  /** Steps above the ask, for a flat bid. */
  readonly flatSteps: number;
}

/** Changes of a lot; null and false: stays as it is. */
export interface AmendLot {
  /** Everything anew; before the lot opens only. */
  readonly terms: null | LotTerms;
  /** The vehicle anew. */
  readonly summary: null | LotSummary;
  /** Facts that change what was bid on: all bids are voided. Operators only. */
  readonly isMaterial: boolean;
  /** A later end, epoch ms UTC. */
  readonly endsAt: null | number;
  /** The seller takes any price from now on. */
  readonly waivesReserve: boolean;
  /** Organisations found to be linked to the seller. */
  readonly excludedOrgs: readonly string[];
}

/** The lot is taken out of the sale. */
export interface WithdrawLot {
  /** Needed from operators once somebody has bid. */
  readonly reason: null | string;
}

/** A bid. */
export interface PlaceBid {
  /** FLAT: this price now; PROXY: a maximum used step by step. */
  readonly kind: BidKind;
  /** Minor units, above 0. */
  readonly amountMinor: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** The amount once more, where it was asked whether it is meant. */
  readonly confirmMinor: null | number;
  /** PRE: before the live sale. */
  readonly phase: BidPhase;
  /** By whose hand. */
  readonly via: BidVia;
}

export type BidPhase = 'LIVE' | 'PRE';

export type BidVia = 'HAND' | 'PROXY' | 'ROBOT' | 'API';

/** The lot at its buy-now price. */
export interface BuyNow {
  /** The price as seen, minor units. */
  readonly amountMinor: number;
}

/** A bid is taken back. */
export interface RetractBid {
  /** Organisation whose bid it is. */
  readonly targetOrg: string;
  /** Why. */
  readonly reasonCode: null | string;
}

/** The price for which the seller would sell. */
export interface CounterOffer {
  /** Minor units, above the closing price. */
  readonly amountMinor: number;
}

/** Time has reached the start of an own lot. */
export interface OpenDue {
  /** Start the timer was set for, epoch ms UTC. */
  readonly forStartsAt: number;
}

/** Time for a decision is over. */
export interface DeadlineDue {
  /** Deadline the timer was set for, epoch ms UTC. */
  readonly forDeadline: number;
}

/** The archive has an ended lot: its row may leave the compacted topics. */
export interface PurgeLot {
  /** Month it is archived under, YYYY-MM in UTC. */
  readonly month: string;
  /** Version of the row that was archived; a newer row stays. */
  readonly version: number;
  /** SHA-256 of the month file that has it, hex. */
  readonly checksum: string;
}

/** An archived lot is to stand on the board again, as it ended. */
export interface RestoreLot {
  /** Month it is archived under, YYYY-MM in UTC. */
  readonly month: string;
  /** Version of the row that was archived; a lot that came back since is left alone. */
  readonly version: number;
  /** The row as a value of the topic lots, header included. */
  readonly lot: Buffer;
}

/** A letter about a lot to one organisation and nobody else. Topic lots.outcomes, key lotId. */
export interface LotOutcome {
  /** The lot. */
  readonly lotId: string;
  /** Whom it is for. */
  readonly toOrg: string;
  /** Counts the letters of this organisation and lot, from 1 without gaps; 0: the lot does not exist. */
  readonly number: number;
  /** The command that is answered; null in a notice. */
  readonly commandId: null | string;
  /** Client of that command; empty in a notice. */
  readonly clientId: string;
  /** Its number; 0 in a notice. */
  readonly clientSeq: number;
  /** The command had been decided before: the same outcome again, nothing happened now. */
  readonly isRepeat: boolean;
  /** Stamp of the command or instant of the timer that caused it, epoch ms UTC. */
  readonly at: number;
  /** Number of the last public event when it was written. */
  readonly seq: number;
  /** ISO 4217 code of all amounts; null where the lot does not exist. */
  readonly currency: null | string;
  /** Filled in answers. */
  readonly outcome: null | Outcome;
  /** Filled in notices. */
  readonly notice: null | Notice;
}

/** What became of a command; exactly one for each. */
export interface Outcome {
  /** Whether it happened. */
  readonly result: OutcomeResult;
  /** Of an accepted bid. */
  readonly position: null | BidPosition;
  /** The organisation's own maximum afterwards, minor units; null: nothing of it stands. */
  readonly ownMaxMinor: null | number;
  /** Price afterwards, minor units; null: nothing stands. */
  readonly priceMinor: null | number;
  /** Why not. */
  readonly code: null | RefusalCode;
  /** The least acceptable bid, for TOO_LOW; minor units. */
  readonly askMinor: null | number;
  /** For CONFIRM and BAD_TERMS. */
  readonly reasons: readonly string[];
  /** For LATE: number of the event that closed the lot. */
  readonly closedSeq: null | number;
  /** Number of the letter that first told it. */
  readonly letterNumber: number;
}

export type OutcomeResult = 'ACCEPTED' | 'REJECTED';

export type BidPosition = 'LEADING' | 'OUTBID';

export type RefusalCode = 'UNKNOWN' | 'STALE_SEQ' | 'BAD_STAMP' | 'LIMIT' | 'NEEDS_APPROVAL' | 'NO_LOT' | 'NOT_OPEN' | 'ENDED' | 'LATE' | 'CLOSED' | 'MODE' | 'OWN_LOT' | 'LINKED_ORG' | 'NOT_ALLOWED' | 'CURRENCY' | 'OFF_GRID' | 'AMOUNT' | 'BUY_NOW_GONE' | 'TOO_LOW' | 'NOT_HIGHER' | 'EQUAL_MAX' | 'CONFIRM' | 'BAD_TERMS' | 'EXISTS' | 'NOTHING_STANDS';

/** What others' commands, or time, did to an organisation. */
export interface Notice {
  /** What it is about. */
  readonly kind: NoticeKind;
  /** Public price afterwards, minor units; null: nothing stands. */
  readonly priceMinor: null | number;
  /** What only the parties know: the counter-offer, or what is paid; minor units. */
  readonly amountMinor: null | number;
}

export type NoticeKind = 'UNKNOWN' | 'OUTBID' | 'LEADING_AGAIN' | 'WON' | 'LOST' | 'VOIDED' | 'COUNTER_OFFERED' | 'SOLD';

/** What an organisation may be bound to at once. */
export interface OrganisationLimits {
  /** Counts what was set; an older one changes nothing. */
  readonly version: number;
  /** Maxima led or in flight and prices won and not settled, together, minor units; null: no limit. */
  readonly creditMinor: null | number;
  /** ISO 4217 code of the credit; null without one. */
  readonly currency: null | string;
  /** Lots led at once, bids in flight included; null: no limit. */
  readonly lotsLedMax: null | number;
  /** Credits in further currencies, beside the first; a currency without one grants nothing. */
  readonly further: readonly FurtherCredit[];
}

/** A credit in a currency of its own. */
export interface FurtherCredit {
  /** ISO 4217 code. */
  readonly currency: string;
  /** Most it may be bound to in this currency at once, minor units. */
  readonly creditMinor: number;
}

/** It binds no more. */
export interface SettledLot {
  /** The lot. */
  readonly lotId: string;
}

/** A wish or a fact about one organisation's placement on an external lot. Topic placements.commands, key <orgId>/<lotId>. */
export interface PlacementCommand {
  /** Names the command. */
  readonly commandId: string;
  /** The organisation. */
  readonly orgId: string;
  /** The lot. */
  readonly lotId: string;
  /** Stamp of the writer, epoch ms UTC. */
  readonly at: number;
  /** What it is. */
  readonly kind: PlacementCommandKind;
  /** For ORDER and ASSIST. */
  readonly order: null | PlaceOrder;
  /** For CLAIM and LOST_TRACK. */
  readonly claim: null | ClaimAttempt;
  /** For ANSWER: what the site said to the bid. */
  readonly answer: null | SiteAnswer;
  /** For READ: what the site says of the buyer's bids. */
  readonly read: null | SiteRead;
  /** For REPORT: the maximum somebody placed on the site, minor units. */
  readonly reportedMinor: null | number;
  /** For RESULT: how it ended, as reported. */
  readonly result: null | ReportedResult;
  /** For PRICE and REPORT: the price as observed, minor units. */
  readonly priceMinor: null | number;
}

export type PlacementCommandKind = 'UNKNOWN' | 'ORDER' | 'CLAIM' | 'ANSWER' | 'LOST_TRACK' | 'READ' | 'ASSIST' | 'REPORT' | 'RESULT' | 'PRICE';

/** An order with what must be known of its lot. */
export interface PlaceOrder {
  /** What is wanted. */
  readonly order: PlacementOrder;
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** The lot's page on its site. */
  readonly link: null | string;
  /** End of bidding as the gateway knew it, epoch ms UTC. */
  readonly endsAt: null | number;
  /** LIMIT or NEEDS_APPROVAL: turned away on its way, and never sent; null: it is not. */
  readonly refused: null | PlacementCode;
  /** It came by the limiter, which waits until the placement names it, a repeated one too. */
  readonly isLimited: boolean;
}

/** What somebody wants placed on the lot's own site. */
export interface PlacementOrder {
  /** Names the order; the same key of the same organisation and lot gives the same name. */
  readonly orderId: string;
  /** Who gave it. */
  readonly userId: string;
  /** The most that may be bid, minor units. */
  readonly maxMinor: number;
  /** ISO 4217 code, that of the listing. */
  readonly currency: string;
  /** How it was given. */
  readonly via: PlacementVia;
  /** Stamp of the gateway, epoch ms UTC. */
  readonly orderedAt: number;
}

export type PlacementVia = 'UNKNOWN' | 'HAND' | 'API' | 'ROBOT';

export type PlacementCode = 'UNKNOWN' | 'TOO_LOW' | 'NOT_HIGHER' | 'ENDED' | 'CURRENCY' | 'OFF_GRID' | 'ABOVE_BUY_NOW' | 'SITE_LIMIT' | 'NOT_ALLOWED' | 'DEFECT' | 'APPROVAL' | 'AGREEMENT' | 'ACCOUNT' | 'CARD' | 'CONSENT' | 'RECONNECT' | 'EXPIRED' | 'LIMIT' | 'NEEDS_APPROVAL';

/** One process wants to send one attempt, or has found that its sender is gone. */
export interface ClaimAttempt {
  /** The order. */
  readonly orderId: string;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** The process. */
  readonly runner: string;
}

/** What became of one attempt. */
export interface SiteAnswer {
  /** The order. */
  readonly orderId: string;
  /** Number of the attempt. */
  readonly attempt: number;
  /** UNCLEAR: no answer that tells whether it landed. */
  readonly verdict: SiteVerdict;
  /** Of REFUSED. */
  readonly code: null | PlacementCode;
}

export type SiteVerdict = 'UNCLEAR' | 'PLACED' | 'REFUSED';

/** One look at the site. */
export interface SiteRead {
  /** The order it was made for. */
  readonly orderId: string;
  /** ABSENT: no bid of this buyer; FAILED: no answer. */
  readonly finding: SiteFinding;
  /** The buyer's maximum, minor units. */
  readonly maxMinor: null | number;
  /** The buyer leads. */
  readonly isHighBidder: boolean;
  /** The auction has ended; states that are not known count as running. */
  readonly isEnded: boolean;
  /** null: there is no reserve, or it is not told. */
  readonly isReserveMet: null | boolean;
  /** Price, minor units. */
  readonly priceMinor: null | number;
  /** End of bidding, epoch ms UTC. */
  readonly endsAt: null | number;
}

export type SiteFinding = 'FAILED' | 'ABSENT' | 'FOUND';

export type ReportedResult = 'UNKNOWN' | 'WON' | 'LOST';

/** What one organisation has ordered on one external lot, and what became of it. Private to the organisation. */
export interface Placement {
  /** The organisation. */
  readonly orgId: string;
  /** The lot. */
  readonly lotId: string;
  /** Rises by one with every change. */
  readonly version: number;
  /** API: placed by us; ASSISTED: placed by people on the site, and reported here. */
  readonly mode: PlacementMode;
  /** Where it stands; the last five are of assisted bidding. */
  readonly state: PlacementStage;
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** The lot's page on its site. */
  readonly link: null | string;
  /** The newest order that was taken up. */
  readonly order: PlacementOrder;
  /** A higher order that comes next; one at most. */
  readonly waiting: null | PlacementOrder;
  /** The last order that was not carried out although another one stands. */
  readonly refused: null | RefusedOrder;
  /** Names of the last orders, oldest first: a repeated one changes nothing. */
  readonly seen: readonly string[];
  /** How often the order has been sent: 2 at most. */
  readonly attempt: number;
  /** Who sends it, while SUBMITTING. */
  readonly claim: null | PlacementClaim;
  /** The site has taken the order: it is never sent again. */
  readonly isLanded: boolean;
  /** Since when nobody knows whether it landed, epoch ms UTC. */
  readonly unclearAt: null | number;
  /** Reads since then, or since the site took it. */
  readonly readCount: number;
  /** First read that did not find it, epoch ms UTC. */
  readonly absentAt: null | number;
  /** When the site is read next, epoch ms UTC; null: not at all. */
  readonly nextReadAt: null | number;
  /** Of REJECTED, NEEDS_SITE_ACTION and EXPIRED. */
  readonly code: null | PlacementCode;
  /** The maximum that stands at the site as it said, or as people reported, minor units. */
  readonly standingMaxMinor: null | number;
  /** Of the last read. */
  readonly isLeading: boolean;
  /** Price at the last read, minor units. */
  readonly priceMinor: null | number;
  /** End of bidding as last heard, epoch ms UTC. */
  readonly endsAt: null | number;
  /** Of the last change, epoch ms UTC. */
  readonly changedAt: number;
}

export type PlacementMode = 'UNKNOWN' | 'API' | 'ASSISTED';

export type PlacementStage = 'NONE' | 'REQUESTED' | 'SUBMITTING' | 'UNKNOWN' | 'LEADING' | 'OUTBID' | 'WON' | 'LOST' | 'ENDED_UNKNOWN' | 'REJECTED' | 'NEEDS_SITE_ACTION' | 'EXPIRED' | 'LINK_GIVEN' | 'REPORTED' | 'OUTBID_LIKELY' | 'WON_REPORTED' | 'LOST_REPORTED';

/** An order that was not carried out. */
export interface RefusedOrder {
  /** The order. */
  readonly orderId: string;
  /** Why not. */
  readonly code: PlacementCode;
}

/** The right of one process to send one attempt. */
export interface PlacementClaim {
  /** Names the process; new at each start. */
  readonly runner: string;
  /** When, epoch ms UTC. */
  readonly at: number;
}

/** Private state of the limiter. Topic limits; key orgId, or @position/<partition>. */
export interface LimitState {
  /** Filled in @position records. */
  readonly position: null | Position;
  /** Filled in records of organisations. */
  readonly entry: null | LimitAccount;
}

/** Where a processor resumes on one partition; written in the same transaction as its outputs. */
export interface Position {
  /** Next offset by input topic. */
  readonly next: Readonly<Record<string, number>>;
  /** Version of the state's layout; an unknown one stops the processor. */
  readonly stateVersion: number;
  /** JSON the processor keeps beside the position, for example its open snapshots with the offset of each start. */
  readonly memo: null | string;
}

/** What an organisation is bound to, and what it may be. */
export interface LimitAccount {
  /** Rises with every record of the organisation. */
  readonly version: number;
  /** What the platform allows. */
  readonly limits: OrganisationLimits;
  /** What it is bound to, minor units of the credit's currency. */
  readonly exposureMinor: number;
  /** What it is bound to in each currency it has a credit in or is bound in. */
  readonly exposures: readonly CurrencyExposure[];
  /** Lots it leads or has bids in flight on. */
  readonly lotsLed: number;
  /** By lot, the one touched last at the end. */
  readonly reservations: readonly LimitReservation[];
}

/** What it is bound to in one currency. */
export interface CurrencyExposure {
  /** ISO 4217 code. */
  readonly currency: string;
  /** Minor units. */
  readonly exposureMinor: number;
}

/** What one lot means for the organisation, minor units of the lot's currency. */
export interface LimitReservation {
  /** The lot. */
  readonly lotId: string;
  /** ISO 4217 code; empty: not known. */
  readonly currency: string;
  /** Maximum while it leads, price once it has won; 0: not bound. */
  readonly boundMinor: number;
  /** The maximum that binds again if it leads again; 0: nothing stands. */
  readonly maxMinor: number;
  /** The seller's counter-offer; 0: none. */
  readonly counterMinor: number;
  /** The lot was won. */
  readonly isWon: boolean;
  /** Number of the last letter that counted. */
  readonly letterNumber: number;
  /** Commands sent and not answered. */
  readonly inFlight: readonly LimitInFlight[];
}

/** A command on its way. */
export interface LimitInFlight {
  /** Which. */
  readonly commandId: string;
  /** What it binds to when it is accepted. */
  readonly amountMinor: number;
  /** It buys the lot instead of bidding on it. */
  readonly isPurchase: boolean;
}

/** A wish about a listing that its feed does not know of. Topic listings.commands, key <site>/<siteListingId>. */
export interface ListingCommand {
  /** Which body is filled. Readers skip UNKNOWN loudly. */
  readonly kind: ListingCommandKind;
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** Filled when kind is PURGE_LISTING. */
  readonly purgeListing: null | PurgeListing;
}

export type ListingCommandKind = 'UNKNOWN' | 'PURGE_LISTING';

/** The lot of the listing is archived and has left: the listing may leave too. */
export interface PurgeListing {
  /** Month the lot is archived under, YYYY-MM in UTC. */
  readonly month: string;
  /** Version of the listing the archived lot has seen; a newer one stays. */
  readonly version: number;
}

/** What one snapshot changed in one partition, written by the normaliser when its end marker is reached. Topic listings.snapshots, key <site>/<snapshotId>/<partition>. */
export interface ListingSnapshot {
  /** Site code. */
  readonly site: string;
  /** poll or import. */
  readonly delivery: string;
  /** Id of the snapshot. */
  readonly snapshotId: string;
  /** Its number. */
  readonly sequence: number;
  /** Partition these counts are of; a snapshot is applied when every partition has one. */
  readonly partition: number;
  /** Age of the file, epoch ms UTC. */
  readonly observedAt: number;
  /** publishedAt of the end marker, epoch ms UTC. */
  readonly appliedAt: number;
  /** Raw listings read. */
  readonly listings: number;
  /** Listing versions written because something changed, new ones included. */
  readonly changed: number;
  /** Of these: seen for the first time, or again after being gone. */
  readonly appeared: number;
  /** Same content again: suppressed. */
  readonly unchanged: number;
  /** Older than what is known: ignored. */
  readonly late: number;
  /** Understood, and no vehicle: kept raw, no listing. */
  readonly notVehicles: number;
  /** Rejected to the dead-letter topic. */
  readonly dead: number;
  /** Closed because this complete snapshot lacked them. */
  readonly gone: number;
  /** Rows of the whole file, as the connector counted them. */
  readonly rows: number;
  /** Rows of the whole file the connector could not read. */
  readonly rejected: number;
  /** Whether the completeness gate passed. */
  readonly complete: boolean;
  /** Why not. */
  readonly reason: null | string;
}

/** Private state of the normaliser. Topic listings.state; key as listings, or @position/<partition>. */
export interface ListingState {
  /** Filled in @position records: where to resume. */
  readonly position: null | Position;
  /** Filled in listing records. */
  readonly entry: null | ListingStateEntry;
}

/** What the normaliser remembers of one listing. */
export interface ListingStateEntry {
  /** Version of the last Listing written. */
  readonly version: number;
  /** Hash of the record it came from, as bound by the connector, and of the version of the rules. */
  readonly hash: string;
  /** Order stamp, first part. */
  readonly sourceUpdatedAt: null | number;
  /** Order stamp, second part: last snapshot sequence that changed or moved the state. */
  readonly sequence: number;
  /** Delivery that saw it last. */
  readonly delivery: string;
  /** Snapshot that last changed this entry. */
  readonly snapshotId: string;
  /** Whether it is closed by absence. */
  readonly gone: boolean;
  /** Complete snapshots in a row that lacked it. */
  readonly absenceCount: number;
  /** Its price has fallen with no bid less: what says so again is told once more, so that it is believed. */
  readonly unconfirmed: boolean;
  /** Vehicle it is linked to. */
  readonly vehicleId: string;
  /** Value of the last record on listings, header included, to name changed fields and to close by absence; empty when `past` is filled. */
  readonly listing: Buffer;
  /** Filled while the archive has the listing and the topic listings has not. */
  readonly past: null | ListingPast;
}

/** What is left of a purged listing: enough to know it when it comes back. */
export interface ListingPast {
  /** Month its lot is archived under, YYYY-MM in UTC. */
  readonly month: string;
  /** When its last version was observed, epoch ms UTC. */
  readonly observedAt: number;
}

/** What a site says about one vehicle it offers: canonical and validated. Written only when something changed. Topic listings, key <site>/<siteListingId>. Unknown is null, never 0 and never empty text. */
export interface Listing {
  /** First 20 base32 characters of SHA-256 of <site>/<siteListingId>. */
  readonly lotId: string;
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** Rises by one with every change of this listing, from 1. */
  readonly version: number;
  /** Names of the fields that differ from the version before; empty in version 1, and where a lower price was only seen again. A change of presence is named presence. */
  readonly changes: readonly string[];
  /** LISTED while the feed has it, GONE after a complete snapshot lacked it. */
  readonly presence: Presence;
  /** Snapshot that lacked the listing, when GONE. */
  readonly goneEvidence: null | string;
  /** Public page of the listing at the site. */
  readonly url: null | string;
  /** Year, make, model and trim in one line. */
  readonly title: string;
  /** The site's code of the kind of vehicle, raw. */
  readonly vehicleType: null | string;
  /** VIN when usable, else <site>/<siteListingId>. */
  readonly vehicleId: string;
  /** 17 characters as given, upper case; null when absent or not a VIN. */
  readonly vin: null | string;
  /** VALID: check digit right; CHECK_FAILED: 17 legal characters, wrong check digit (confidence only); MASKED; MALFORMED: text that is no VIN; ABSENT. */
  readonly vinStatus: VinStatus;
  /** The site's text where it is not a plain VIN. */
  readonly vinRaw: null | string;
  /** Model year. */
  readonly year: null | number;
  /** Make under one spelling. */
  readonly make: null | string;
  /** Make as printed by the site. */
  readonly makeRaw: null | string;
  /** Model as printed: detail where given, else group. */
  readonly model: null | string;
  /** The site's model group, raw. */
  readonly modelGroup: null | string;
  /** Trim. */
  readonly trim: null | string;
  /** Body style. */
  readonly body: null | string;
  /** Colour. */
  readonly color: null | string;
  /** Reading in odometerUnit; null when unknown. What it is worth says odometerBrand. */
  readonly odometer: null | number;
  /** MI or KM; null when the feed does not say. */
  readonly odometerUnit: null | string;
  /** What the reading is worth. */
  readonly odometerBrand: OdometerBrand;
  /** Damage descriptions, first the primary one. */
  readonly damage: readonly string[];
  /** State or province of the title. */
  readonly titleState: null | string;
  /** The site's title type, raw. */
  readonly titleCode: null | string;
  /** RUN_AND_DRIVE, STARTS or null when not known. */
  readonly runs: null | string;
  /** The site's condition code, raw. */
  readonly conditionCode: null | string;
  /** Whether the site has the keys. */
  readonly hasKeys: null | boolean;
  /** Engine as printed. */
  readonly engine: null | string;
  /** Drive under one spelling. */
  readonly drive: null | string;
  /** Transmission as printed. */
  readonly transmission: null | string;
  /** Fuel as printed. */
  readonly fuel: null | string;
  /** Cylinders as printed. */
  readonly cylinders: null | string;
  /** Place of the vehicle: city. */
  readonly city: null | string;
  /** Place of the vehicle: state or province code. */
  readonly state: null | string;
  /** Postal code, text. */
  readonly zip: null | string;
  /** ISO 3166 alpha-3 country. */
  readonly country: null | string;
  /** The site's yard, not always the place. */
  readonly yard: null | string;
  /** The site's number of the yard. */
  readonly yardNumber: null | string;
  /** Where the vehicle stands in the yard, raw. */
  readonly gridRow: null | string;
  /** Number in the sale's run list. */
  readonly itemNumber: null | string;
  /** Start of the live sale, epoch ms UTC. */
  readonly saleStartAt: null | number;
  /** When bidding ends as far as the site says; for a live sale its start. Precision DAY: end of that day at the place. Epoch ms UTC. */
  readonly saleEndAt: null | number;
  /** How exact the sale time is. */
  readonly timePrecision: TimePrecision;
  /** IANA zone the local time was read in, see saleTimeSource. */
  readonly timeZone: null | string;
  /** Where the zone comes from: PLACE, or PRINTED for a sale that is held for no one place; null without a zone. */
  readonly saleTimeSource: null | string;
  /** Zone code printed by the site. */
  readonly timeZoneRaw: null | string;
  /** False when the printed code contradicts the place. */
  readonly timeZoneAgrees: null | boolean;
  /** ISO 4217 code of all amounts here. */
  readonly currency: string;
  /** Current bid in minor units; null when none or sealed. */
  readonly currentBidMinor: null | number;
  /** What the site's bid figure means. */
  readonly bidSemantics: BidSemantics;
  /** Number of bids where the site tells. */
  readonly bidCount: null | number;
  /** Number of bidders where the site tells that instead of bids. */
  readonly bidderCount: null | number;
  /** Least next bid by the site's word, in minor units. */
  readonly askMinor: null | number;
  /** How the sale ended by the site's own word; UNKNOWN while it runs and where the site never says. */
  readonly outcome: ListingOutcome;
  /** NONE: sold at any price; NOT_MET, MET; ON_APPROVAL: the seller decides afterwards; UNKNOWN: there may be one. */
  readonly reserve: Reserve;
  /** The site's sale status, raw. */
  readonly saleStatusRaw: null | string;
  /** Buy-it-now price in minor units. */
  readonly buyNowMinor: null | number;
  /** Whether the seller takes offers before the sale. */
  readonly acceptsOffers: null | boolean;
  /** The site's estimate of the retail value in minor units. */
  readonly retailValueMinor: null | number;
  /** The site's estimate of the repair cost in minor units. */
  readonly repairCostMinor: null | number;
  /** Image addresses, opaque text. */
  readonly images: readonly string[];
  /** Address where the site lists all images, opaque text. */
  readonly imageListUrl: null | string;
  /** Special note or announcements. */
  readonly note: null | string;
  /** The site's grade of the vehicle, raw. */
  readonly grade: null | string;
  /** The site's sale light, raw. */
  readonly light: null | string;
  /** Marks the site gives a listing, for example RENTAL or SELECT. */
  readonly labels: readonly string[];
  /** When the site created the listing, epoch ms UTC; null when the text has no known zone. */
  readonly createdAt: null | number;
  /** The site's own change stamp, epoch ms UTC. */
  readonly sourceUpdatedAt: null | number;
  /** When this version was observed, epoch ms UTC. */
  readonly observedAt: number;
  /** When the connector published the raw record that caused this version, epoch ms UTC. */
  readonly publishedAt: number;
  /** Delivery that brought this version. */
  readonly delivery: string;
  /** Snapshot that brought this version. */
  readonly snapshotId: string;
  /** Sequence of that snapshot. */
  readonly sequence: number;
  /** Month the archive keeps an earlier life of this listing under, YYYY-MM in UTC; null: it has none there. */
  readonly pastMonth: null | string;
}

export type Presence = 'UNKNOWN' | 'LISTED' | 'GONE';

export type VinStatus = 'UNKNOWN' | 'VALID' | 'CHECK_FAILED' | 'MASKED' | 'MALFORMED' | 'ABSENT';

export type OdometerBrand = 'UNKNOWN' | 'ACTUAL' | 'NOT_ACTUAL' | 'EXEMPT' | 'EXCEEDS';

export type TimePrecision = 'NONE' | 'DAY' | 'MINUTE' | 'MS';

export type BidSemantics = 'UNKNOWN' | 'HIGH' | 'PROXY_MAX' | 'OPENING_ASK';

export type ListingOutcome = 'UNKNOWN' | 'SOLD' | 'NOT_SOLD' | 'PENDING_APPROVAL';

export type Reserve = 'UNKNOWN' | 'NONE' | 'NOT_MET' | 'MET' | 'ON_APPROVAL';

/** Private state of the resolver. Topic lots.book; key lotId, or @position/<partition>. */
export interface LotBook {
  /** Filled in @position records. */
  readonly position: null | Position;
  /** Filled in lot records. */
  readonly entry: null | LotBookEntry;
  /** Filled in records of own lots, `entry` in those of external ones. */
  readonly own: null | OwnLot;
  /** What is left of a lot the archive has; then `entry` and `own` are null. */
  readonly stub: null | LotStub;
}

/** What the resolver keeps of one lot. */
export interface LotBookEntry {
  /** Number of the newest observation applied. */
  readonly fetchSeq: number;
  /** A lower price seen once and not yet believed, minor units. */
  readonly heldMinor: null | number;
  /** The public row as last written. */
  readonly row: Lot;
}

/** Public state of a lot: one row of the board. Topic lots, key lotId. The row is a pure function of the lot's commands. */
export interface Lot {
  /** The lot. */
  readonly lotId: string;
  /** Rises by one with every change. */
  readonly version: number;
  /** OWN: resolved by us; EXTERNAL: observed. */
  readonly kind: LotKind;
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** What happens with the lot. */
  readonly status: LotStatus;
  /** Why it ended, for example GONE_AFTER_END, GONE_BEFORE_END, NO_NEWS_24H. */
  readonly statusReason: null | string;
  /** ISO 4217 code of all amounts here. */
  readonly currency: string;
  /** Current price in minor units; null: no bid seen. */
  readonly priceMinor: null | number;
  /** Least acceptable next bid in minor units, where known. */
  readonly askMinor: null | number;
  /** Number of bids, where known. */
  readonly bidCount: null | number;
  /** Buy-it-now price in minor units. */
  readonly buyNowMinor: null | number;
  /** Tri-state reserve. */
  readonly reserve: LotReserve;
  /** Start of the live sale, epoch ms UTC. */
  readonly startsAt: null | number;
  /** End of bidding, epoch ms UTC. */
  readonly endsAt: null | number;
  /** How exact endsAt is; no countdown for DAY. */
  readonly endsAtPrecision: EndsAtPrecision;
  /** How often the price fell by an external correction. */
  readonly correctionCount: number;
  /** observedAt of the first observation, epoch ms UTC. */
  readonly firstSeenAt: number;
  /** observedAt of the newest observation applied, epoch ms UTC. */
  readonly observedAt: number;
  /** When the connector published the raw record that caused this version, epoch ms UTC; 0 when a timer caused it. */
  readonly publishedAt: number;
  /** Number of the leader among the bidders of an own lot, shown as B<n>. */
  readonly leaderAlias: null | number;
  /** Increment table of an own lot, `name@version`; null: its site's own. */
  readonly incTable: null | string;
  /** Every amount bid on an own lot is a multiple of it, minor units; null: not known. */
  readonly granularityMinor: null | number;
  /** The reserve where the seller shows it, minor units. */
  readonly reserveMinor: null | number;
  /** How often bids have moved the end of an own lot. */
  readonly extensionCount: number;
  /** Until when seller or buyer decide, epoch ms UTC: PENDING_APPROVAL and COUNTERED. */
  readonly decisionUntil: null | number;
  /** How long after endsAt the close timer of an own lot rings, ms. */
  readonly graceMs: number;
  /** The vehicle as the board shows it. */
  readonly summary: LotSummary;
  /** Sales of this external lot that came before the one it stands in, oldest first; at most 20, the newest ones. */
  readonly earlierRuns: readonly EarlierRun[];
}

export type LotKind = 'UNKNOWN' | 'OWN' | 'EXTERNAL';

export type LotStatus = 'UNKNOWN' | 'SCHEDULED' | 'OPEN' | 'ENDING_UNCONFIRMED' | 'ENDED' | 'SOLD' | 'NOT_SOLD' | 'PENDING_APPROVAL' | 'COUNTERED' | 'WITHDRAWN';

/** How a sale of a lot ended that was run again. */
export interface EarlierRun {
  /** Its end, epoch ms UTC. */
  readonly endsAt: number;
  /** How exact its end is. */
  readonly endsAtPrecision: EndsAtPrecision;
  /** How it ended by the site's own word; ENDED where the site never said. */
  readonly status: LotStatus;
  /** Why it counts as ended; RUN_AGAIN: because a later sale was set. */
  readonly statusReason: null | string;
  /** ISO 4217 code of its price. */
  readonly currency: string;
  /** Last price seen, minor units; null: no bid seen. */
  readonly priceMinor: null | number;
  /** Number of bids, where known. */
  readonly bidCount: null | number;
}

/** Everything about an own lot. Parties sorted by orgId, so that equal states have equal bytes. */
export interface OwnLot {
  /** What was agreed. */
  readonly terms: LotTerms;
  /** The vehicle as the board shows it. */
  readonly summary: LotSummary;
  /** State of the sale. */
  readonly status: BookStatus;
  /** Why it ended. */
  readonly statusReason: null | string;
  /** Number of the last public event. */
  readonly seq: number;
  /** Rises with every change. */
  readonly bookVersion: number;
  /** Stamp of the latest accepted bid, epoch ms UTC. */
  readonly lotClock: number;
  /** End as extended, epoch ms UTC. */
  readonly endsAt: number;
  /** How often the end was moved. */
  readonly extensionCount: number;
  /** Accepted bids that changed price or leader. */
  readonly bidCount: number;
  /** Aliases given. */
  readonly aliasCount: number;
  /** Last order given. */
  readonly orderCount: number;
  /** Whether buy-now is still offered. */
  readonly isBuyNowOpen: boolean;
  /** Whether the seller takes any price. */
  readonly isReserveWaived: boolean;
  /** Number of LotClosed; 0: not closed by time. */
  readonly closedSeq: number;
  /** Until when seller or buyer decide, epoch ms UTC; 0: nothing to decide. */
  readonly deadlineAt: number;
  /** Counter-offer, minor units; 0: none. */
  readonly counterMinor: number;
  /** Who has won. */
  readonly winnerOrg: null | string;
  /** How it was sold. */
  readonly soldBy: null | AwardedBy;
  /** What the winner pays, minor units; 0: not sold. */
  readonly soldMinor: number;
  /** Stamp of its creation, epoch ms UTC. */
  readonly createdAt: number;
  /** Stamp of the command or instant of the timer of the last public change, epoch ms UTC. */
  readonly changedAt: number;
  /** Organisations that have sent a command. */
  readonly parties: readonly Party[];
}

export type BookStatus = 'DRAFT' | 'SCHEDULED' | 'OPEN' | 'PENDING_APPROVAL' | 'COUNTERED' | 'SOLD' | 'NOT_SOLD' | 'WITHDRAWN';

export type AwardedBy = 'BID' | 'BUY_NOW' | 'APPROVAL' | 'COUNTER';

/** An organisation at a lot. */
export interface Party {
  /** The organisation. */
  readonly orgId: string;
  /** The most it will pay, minor units; 0: nothing stands. */
  readonly maxMinor: number;
  /** A price it has stated openly, minor units; 0: none. */
  readonly floorMinor: number;
  /** 1: loses ties. */
  readonly rank: number;
  /** Counter taken when the maximum was reached. */
  readonly order: number;
  /** Who acted last for it. */
  readonly userId: string;
  /** By whose hand. */
  readonly via: BidVia;
  /** Number under which others see it; 0: none. */
  readonly alias: number;
  /** Letters sent to it. */
  readonly letterCount: number;
  /** Its clients' last commands, the newest first. */
  readonly seen: readonly SeenCommand[];
}

/** The last command of a client and what became of it. */
export interface SeenCommand {
  /** The client. */
  readonly clientId: string;
  /** Its number. */
  readonly clientSeq: number;
  /** What it wished. */
  readonly content: CommandContent;
  /** What became of it. */
  readonly outcome: Outcome;
}

/** What two commands of one number must share. */
export interface CommandContent {
  /** Kind of the command. */
  readonly type: string;
  /** Kind of a bid, else empty. */
  readonly kind: string;
  /** Minor units; 0: none. */
  readonly amountMinor: number;
  /** Organisation whose bid is taken back, else empty. */
  readonly target: string;
}

/** Enough for a lot that comes back to go on where it stopped. */
export interface LotStub {
  /** Month it is archived under, YYYY-MM in UTC. */
  readonly month: string;
  /** Version of the row that was archived. */
  readonly version: number;
  /** SHA-256 of the month file that has it, hex. */
  readonly checksum: string;
  /** Number of the newest observation applied; 0 for a lot of our own. */
  readonly fetchSeq: number;
  /** First observation, epoch ms UTC. */
  readonly firstSeenAt: number;
  /** Whether the archived row stands on the board again until it is purged once more. */
  readonly restored: boolean;
}

/** A public fact about an own lot. Topic lots.events, key lotId. Names no organisation, no maximum and no reserve. */
export interface LotEvent {
  /** The lot. */
  readonly lotId: string;
  /** From 1 without gaps per lot. */
  readonly seq: number;
  /** Stamp of the command or instant of the timer that caused it, epoch ms UTC. */
  readonly at: number;
  /** What happened. */
  readonly kind: LotEventKind;
  /** PriceChanged, LotClosed, LotAwarded: minor units; null: nothing stands, or only the parties know. */
  readonly priceMinor: null | number;
  /** PriceChanged: least acceptable next bid, minor units. */
  readonly askMinor: null | number;
  /** PriceChanged, LotAwarded: number of the leader, shown as B<n>. */
  readonly leaderAlias: null | number;
  /** PriceChanged, LotClosed. */
  readonly bidCount: null | number;
  /** PriceChanged, LotClosed; null: no reserve, or not shown. */
  readonly reserveMet: null | boolean;
  /** LotPublished: epoch ms UTC. */
  readonly startsAt: null | number;
  /** LotPublished, LotOpened, PriceChanged, LotExtended, LotAmended: epoch ms UTC. */
  readonly endsAt: null | number;
  /** LotExtended: how many there have been. */
  readonly extensionCount: null | number;
  /** LotAmended: what was bid on has changed. */
  readonly isMaterial: null | boolean;
  /** LotPending, LotCountered: deadline, epoch ms UTC. */
  readonly until: null | number;
  /** LotAwarded. */
  readonly how: null | AwardedBy;
  /** LotNotSold, LotWithdrawn. */
  readonly reason: null | string;
}

export type LotEventKind = 'UNKNOWN' | 'LotPublished' | 'LotOpened' | 'PriceChanged' | 'BuyNowRemoved' | 'LotExtended' | 'ReserveWaived' | 'LotAmended' | 'BidsVoided' | 'LotClosed' | 'LotPending' | 'LotCountered' | 'LotAwarded' | 'LotNotSold' | 'LotWithdrawn';

/** State of the placer, and what the gateway's view is made of. Topic placements; key <orgId>/<lotId>, or @position/<partition>. */
export interface PlacementState {
  /** Filled in @position records. */
  readonly position: null | Position;
  /** Filled in records of placements. */
  readonly entry: null | Placement;
}

/** Envelope of everything a connector saw: a site's own record untouched, a line it could not read, or a snapshot marker. Topic listings.raw.<site>, key <site>/<siteListingId>. */
export interface RawListing {
  /** Which body is filled. Readers skip UNKNOWN loudly. */
  readonly kind: RawKind;
  /** Site code in lower case, for example copart. */
  readonly site: string;
  /** The site's own id of the listing; null in markers and where it could not be read. */
  readonly siteListingId: null | string;
  /** Channel the snapshot came by: poll (scheduled download) or import (a file sent by a person). Absence is judged only within one delivery. */
  readonly delivery: string;
  /** Id of the one pass over the feed this record belongs to. */
  readonly snapshotId: string;
  /** Number of the snapshot; grows per site over all deliveries and survives restarts. */
  readonly sequence: number;
  /** When the site says the file was made (Last-Modified), else when the request began. Epoch ms UTC. */
  readonly observedAt: number;
  /** When the connector handed the record to Kafka. Epoch ms UTC. */
  readonly publishedAt: number;
  /** Filled when kind is LISTING. */
  readonly listing: null | RawBody;
  /** Filled when kind is SNAPSHOT_STARTED. The marker goes to every partition. */
  readonly started: null | SnapshotStarted;
  /** Filled when kind is SNAPSHOT_COMPLETED. The marker goes to every partition. */
  readonly completed: null | SnapshotCompleted;
  /** Filled when kind is UNREADABLE. */
  readonly unreadable: null | UnreadableRecord;
}

export type RawKind = 'UNKNOWN' | 'LISTING' | 'SNAPSHOT_STARTED' | 'SNAPSHOT_COMPLETED' | 'UNREADABLE';

/** One record of the feed. */
export interface RawBody {
  /** Line number in the file, the header is line 1; of JSON and XML the number of the record, from 1. */
  readonly row: number;
  /** Name of the cell order, see layouts.ts and site-layouts.ts, for example copart-salesdata@1. */
  readonly layout: string;
  /** The record's values as text in the order of the layout; empty text where the feed has no such column. */
  readonly cells: readonly string[];
  /** Encoding the payload was read with: utf-8 or latin1. */
  readonly encoding: string;
  /** The record's bytes exactly as received, without the line end. */
  readonly payload: Buffer;
}

/** A pass over the whole feed begins. */
export interface SnapshotStarted {
  /** Where it comes from: address without credentials, or file name. */
  readonly source: string;
}

/** A pass over the feed has ended. */
export interface SnapshotCompleted {
  /** Rows read, header excluded. */
  readonly rows: number;
  /** Rows published as LISTING. */
  readonly published: number;
  /** Rows published as UNREADABLE. */
  readonly rejected: number;
  /** Bytes received, after content decoding. */
  readonly bytes: number;
  /** Hash of the received bytes in hex, after content decoding. */
  readonly sha256: string;
  /** True only when the completeness gate passed: then listings that were not seen are gone. */
  readonly complete: boolean;
  /** Why it is not complete, as CODE: text; null when complete. */
  readonly reason: null | string;
}

/** A record of the feed the connector could not split. */
export interface UnreadableRecord {
  /** Line number in the file, the header is line 1. */
  readonly row: number;
  /** Why, as CODE: text. */
  readonly reason: string;
  /** The bytes as received, at most 64 KiB. */
  readonly payload: Buffer;
}

/** A strategy robot: what it has under way on each lot, and its latest deeds. Topic robots, key robotId. */
export interface RobotState {
  /** The robot. */
  readonly robotId: string;
  /** Organisation it bids for. */
  readonly orgId: string;
  /** Of the owner's order it has taken note of; rises with every change. */
  readonly revision: number;
  /** What it is doing; STOPPED, DONE and FAILED are ends. */
  readonly status: RobotStatus;
  /** Named why of an end. */
  readonly statusReason: null | string;
  /** Its lots, in the order they were named. */
  readonly lots: readonly RobotLotState[];
  /** Deeds so far. */
  readonly deedCount: number;
  /** The newest ones, at most 50, oldest first. */
  readonly deeds: readonly RobotDeed[];
}

export type RobotStatus = 'UNKNOWN' | 'RUNNING' | 'PAUSED' | 'HALTED' | 'STOPPED' | 'DONE' | 'FAILED';

/** A robot at a lot. */
export interface RobotLotState {
  /** The lot. */
  readonly lotId: string;
  /** Number of its last command here; 0: none yet. */
  readonly clientSeq: number;
  /** Public event number of the lot when it last bid; it bids again on a newer one only. */
  readonly decidedSeq: number;
  /** When it last bid, epoch ms UTC; 0: not yet. */
  readonly decidedAt: number;
  /** A bid whose outcome has not come; kept before it is sent. */
  readonly inFlight: null | RobotBidInFlight;
  /** Whether the organisation led, as last told in a deed. */
  readonly wasLeading: boolean;
  /** It does nothing more here: it has fired, or the lot does not take it. */
  readonly isDone: boolean;
  /** The lot is over: WON, LOST or NO_BID. */
  readonly end: null | RobotLotEnd;
  /** Why it last held back, so that it is told once. */
  readonly remark: string;
}

/** A bid on its way. */
export interface RobotBidInFlight {
  /** Number of its command: the same number always means the same bid. */
  readonly clientSeq: number;
  /** FLAT or PROXY. */
  readonly kind: BidKind;
  /** Minor units. */
  readonly amountMinor: number;
  /** When it was last sent, epoch ms UTC. */
  readonly sentAt: number;
}

export type RobotLotEnd = 'WON' | 'LOST' | 'NO_BID';

/** What a robot did, and why; for its owner. */
export interface RobotDeed {
  /** From 1 without gaps per robot. */
  readonly number: number;
  /** Servers' clock, epoch ms UTC. */
  readonly at: number;
  /** What it did, or what happened to it. */
  readonly kind: RobotDeedKind;
  /** Where; null: it is about the robot. */
  readonly lotId: null | string;
  /** Named why: an upper-case word. */
  readonly reason: null | string;
  /** Of the bid, minor units. */
  readonly amountMinor: null | number;
  /** Public price then, minor units. */
  readonly priceMinor: null | number;
  /** Least acceptable bid then, minor units. */
  readonly askMinor: null | number;
}

export type RobotDeedKind = 'UNKNOWN' | 'ARMED' | 'CHANGED' | 'PAUSED' | 'RESUMED' | 'HALTED' | 'STOPPED' | 'BID_SENT' | 'BID_SENT_AGAIN' | 'ACCEPTED' | 'REFUSED' | 'OUTBID' | 'LEADING_AGAIN' | 'HELD_BACK' | 'LOT_OVER' | 'DONE' | 'FAILED' | 'TIME_TO_BID';

/** How a site's feed is doing, written by its connector. Topic sites, key site. */
export interface SiteStatus {
  /** Site code. */
  readonly site: string;
  /** Name for people. */
  readonly name: string;
  /** OK; LATE: no success for three intervals; FAILING: last attempt failed; STARTING. */
  readonly state: FeedState;
  /** Why it is failing; in state OK, what a person should look at all the same, such as a sender's file that is held. */
  readonly reason: null | string;
  /** When this was written, epoch ms UTC. */
  readonly at: number;
  /** Normal time between polls, ms. */
  readonly pollIntervalMs: number;
  /** Last request, epoch ms UTC. */
  readonly lastAttemptAt: null | number;
  /** Last answer that was a good file or 'not modified', epoch ms UTC. */
  readonly lastSuccessAt: null | number;
  /** Next request, epoch ms UTC. */
  readonly nextRunAt: null | number;
  /** Since when an operator has kept it from being asked, epoch ms UTC; null: it is asked. */
  readonly pausedAt: null | number;
  /** Failed attempts since the last success. */
  readonly consecutiveFailureCount: number;
  /** The newest snapshot. */
  readonly lastSnapshot: null | SiteSnapshot;
}

export type FeedState = 'UNKNOWN' | 'STARTING' | 'OK' | 'LATE' | 'FAILING';

/** A snapshot as the connector saw it. */
export interface SiteSnapshot {
  /** Id. */
  readonly snapshotId: string;
  /** poll or import. */
  readonly delivery: string;
  /** Number. */
  readonly sequence: number;
  /** Age of the file, epoch ms UTC. */
  readonly observedAt: number;
  /** When its end marker was published, epoch ms UTC. */
  readonly completedAt: number;
  /** Rows read. */
  readonly rows: number;
  /** Rows published. */
  readonly published: number;
  /** Rows that could not be read. */
  readonly rejected: number;
  /** Whether the completeness gate passed. */
  readonly complete: boolean;
  /** Why not. */
  readonly reason: null | string;
}

/** Ties a listing to a vehicle or unties it. Topic vehicles.commands, key vehicleId, so that one partition owns each vehicle. */
export interface VehicleCommand {
  /** What to do. Readers skip UNKNOWN loudly. */
  readonly kind: VehicleCommandKind;
  /** VIN when usable, else <site>/<siteListingId>. */
  readonly vehicleId: string;
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** Lot of the listing. */
  readonly lotId: string;
  /** Version of the listing this comes from; older ones are ignored. */
  readonly listingVersion: number;
  /** What the listing says about the vehicle; null in UNLINK_LISTING. */
  readonly facts: null | VehicleFacts;
}

export type VehicleCommandKind = 'UNKNOWN' | 'LINK_LISTING' | 'UNLINK_LISTING';

/** A source's statement about a vehicle. */
export interface VehicleFacts {
  /** VIN. */
  readonly vin: null | string;
  /** Model year. */
  readonly year: null | number;
  /** Make. */
  readonly make: null | string;
  /** Model. */
  readonly model: null | string;
  /** Trim. */
  readonly trim: null | string;
  /** Body style. */
  readonly body: null | string;
  /** Colour. */
  readonly color: null | string;
  /** Reading in odometerUnit. */
  readonly odometer: null | number;
  /** MI or KM. */
  readonly odometerUnit: null | string;
  /** When it was said, epoch ms UTC. */
  readonly observedAt: number;
  /** State of the title. */
  readonly titleState: null | string;
  /** The site's title type, raw: comparable within one site only. */
  readonly titleCode: null | string;
}

/** Private state of the linker. Topic vehicles.state; key vehicleId, or @position/<partition>. */
export interface VehicleState {
  /** Filled in @position records. */
  readonly position: null | Position;
  /** Filled in vehicle records. */
  readonly entry: null | Vehicle;
}

/** One vehicle with its listings across sites and re-runs. Topic vehicles, key vehicleId. */
export interface Vehicle {
  /** VIN when usable, else <site>/<siteListingId>. */
  readonly vehicleId: string;
  /** Rises by one with every change. */
  readonly version: number;
  /** VIN, null when no listing has a usable one. */
  readonly vin: null | string;
  /** Model year by the newest statement. */
  readonly year: null | number;
  /** Make by the newest statement. */
  readonly make: null | string;
  /** Model by the newest statement. */
  readonly model: null | string;
  /** Trim by the newest statement. */
  readonly trim: null | string;
  /** Its listings, ordered by site and id. */
  readonly listings: readonly VehicleListing[];
  /** Facts on which listings contradict each other; all statements are kept. */
  readonly conflicts: readonly VehicleConflict[];
}

/** A listing of the vehicle and what it says. */
export interface VehicleListing {
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** Lot of the listing. */
  readonly lotId: string;
  /** Version of the listing these facts come from. */
  readonly listingVersion: number;
  /** Its statement. */
  readonly facts: VehicleFacts;
}

/** A fact with more than one value. */
export interface VehicleConflict {
  /** Name of the fact. */
  readonly field: string;
  /** Every value with its source. */
  readonly statements: readonly ConflictingStatement[];
}

/** One value and who says it. */
export interface ConflictingStatement {
  /** Value as text. */
  readonly value: string;
  /** Site code. */
  readonly site: string;
  /** The site's own id. */
  readonly siteListingId: string;
  /** When it was said, epoch ms UTC. */
  readonly observedAt: number;
}

export interface Records {
  readonly AuditEvent: AuditEvent;
  readonly ConnectorState: ConnectorState;
  readonly LimitCommand: LimitCommand;
  readonly LimitState: LimitState;
  readonly ListingCommand: ListingCommand;
  readonly ListingSnapshot: ListingSnapshot;
  readonly ListingState: ListingState;
  readonly Listing: Listing;
  readonly LotBook: LotBook;
  readonly LotCommand: LotCommand;
  readonly LotEvent: LotEvent;
  readonly LotOutcome: LotOutcome;
  readonly Lot: Lot;
  readonly PlacementCommand: PlacementCommand;
  readonly PlacementState: PlacementState;
  readonly RawListing: RawListing;
  readonly RobotState: RobotState;
  readonly SiteStatus: SiteStatus;
  readonly VehicleCommand: VehicleCommand;
  readonly VehicleState: VehicleState;
  readonly Vehicle: Vehicle;
}

export type RecordOf<N extends keyof Records> = Records[N];
