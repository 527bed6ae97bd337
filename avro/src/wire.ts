/** Generated from ../schemas by `npm run generate`; do not edit. Its layout is the generator's. */
import type { AmendLot, ApprovalRule, AuditActorKind, AuditEvent, AuditResult, AwardedBy, BelowReserve, BidKind, BidPhase, BidPosition, BidSemantics, BidVia, BookStatus, BuyNow, ClaimAttempt, CloseDue, CommandContent, ConflictingStatement, ConnectorState, CounterOffer, CreateLot, CurrencyExposure, DeadlineDue, EarlierRun, EndsAtPrecision, FeedState, FurtherCredit, LimitAccount, LimitCommand, LimitCommandKind, LimitInFlight, LimitReservation, LimitState, LimitedBid, Listing, ListingCommand, ListingCommandKind, ListingOutcome, ListingPast, ListingSnapshot, ListingState, ListingStateEntry, Lot, LotBook, LotBookEntry, LotCommand, LotCommandKind, LotConfirmation, LotEvent, LotEventKind, LotKind, LotOutcome, LotPolicy, LotReserve, LotSoftClose, LotStatus, LotStub, LotSummary, LotTerms, Notice, NoticeKind, ObserveExternal, ObservedOutcome, ObservedPresence, OdometerBrand, OpenDue, OrganisationLimits, Outcome, OutcomeResult, OwnLot, Party, PlaceBid, PlaceOrder, Placement, PlacementClaim, PlacementCode, PlacementCommand, PlacementCommandKind, PlacementMode, PlacementOrder, PlacementStage, PlacementState, PlacementVia, Position, Presence, PurgeListing, PurgeLot, RawBody, RawKind, RawListing, RefusalCode, RefusedOrder, ReportedResult, Reserve, ReserveShown, RestoreLot, RetractBid, RetractRule, RobotBidInFlight, RobotDeed, RobotDeedKind, RobotLotEnd, RobotLotState, RobotState, RobotStatus, SeenCommand, SelfFlat, Sender, SettledLot, SiteAnswer, SiteFinding, SiteRead, SiteSnapshot, SiteStatus, SiteVerdict, SnapshotCompleted, SnapshotStarted, SoftCloseMode, SoftCloseTrigger, TieRule, TimePrecision, UnreadableRecord, UpstreamRefusal, Vehicle, VehicleCommand, VehicleCommandKind, VehicleConflict, VehicleFacts, VehicleListing, VehicleState, VinStatus, WithdrawLot, Records } from './records.ts';
import { readArray, readMap } from './wire-reader.ts';
import type { WireReader } from './wire-reader.ts';
import { WireEnum } from './wire-writer.ts';
import type { WireWriter } from './wire-writer.ts';

const auditActorKind = new WireEnum<AuditActorKind>(['UNKNOWN', 'USER', 'TOKEN', 'VISITOR', 'SERVICE']);
const auditResult = new WireEnum<AuditResult>(['UNKNOWN', 'DONE', 'REFUSED', 'FAILED']);
const limitCommandKind = new WireEnum<LimitCommandKind>(['UNKNOWN', 'BID', 'LETTER', 'SET_LIMITS', 'SETTLED', 'ORDER', 'PLACEMENT']);
const lotCommandKind = new WireEnum<LotCommandKind>(['UNKNOWN', 'OBSERVE_EXTERNAL', 'CLOSE_DUE', 'CREATE_LOT', 'AMEND_LOT', 'PUBLISH_LOT', 'WITHDRAW_LOT', 'PLACE_BID', 'BUY_NOW', 'RETRACT_BID', 'APPROVE_SALE', 'REJECT_SALE', 'COUNTER', 'ACCEPT_COUNTER', 'DECLINE_COUNTER', 'OPEN_DUE', 'DEADLINE_DUE', 'PURGE_LOT', 'RESTORE_LOT']);
const observedPresence = new WireEnum<ObservedPresence>(['UNKNOWN', 'LISTED', 'GONE']);
const observedOutcome = new WireEnum<ObservedOutcome>(['UNKNOWN', 'SOLD', 'NOT_SOLD', 'PENDING_APPROVAL']);
const lotReserve = new WireEnum<LotReserve>(['UNKNOWN', 'NONE', 'NOT_MET', 'MET', 'ON_APPROVAL']);
const endsAtPrecision = new WireEnum<EndsAtPrecision>(['NONE', 'DAY', 'MINUTE', 'MS']);
const upstreamRefusal = new WireEnum<UpstreamRefusal>(['LIMIT', 'NEEDS_APPROVAL']);
const bidKind = new WireEnum<BidKind>(['FLAT', 'PROXY']);
const tieRule = new WireEnum<TieRule>(['EARLIER', 'REJECT_EQUAL', 'PREBID_LOSES']);
const belowReserve = new WireEnum<BelowReserve>(['INCREMENTAL', 'FULL']);
const reserveShown = new WireEnum<ReserveShown>(['STATE', 'NOTHING', 'AMOUNT']);
const selfFlat = new WireEnum<SelfFlat>(['RAISE_MAX', 'RAISE_PRICE']);
const retractRule = new WireEnum<RetractRule>(['ADMIN_ONLY', 'REASONED']);
const softCloseMode = new WireEnum<SoftCloseMode>(['FROM_BID', 'ADD']);
const softCloseTrigger = new WireEnum<SoftCloseTrigger>(['PRICE_OR_LEADER', 'ANY_BID', 'LEADER_CHANGE']);
const approvalRule = new WireEnum<ApprovalRule>(['IF_BELOW_RESERVE', 'AUTO', 'ALWAYS']);
const bidPhase = new WireEnum<BidPhase>(['LIVE', 'PRE']);
const bidVia = new WireEnum<BidVia>(['HAND', 'PROXY', 'ROBOT', 'API']);
const outcomeResult = new WireEnum<OutcomeResult>(['ACCEPTED', 'REJECTED']);
const bidPosition = new WireEnum<BidPosition>(['LEADING', 'OUTBID']);
const refusalCode = new WireEnum<RefusalCode>(['UNKNOWN', 'STALE_SEQ', 'BAD_STAMP', 'LIMIT', 'NEEDS_APPROVAL', 'NO_LOT', 'NOT_OPEN', 'ENDED', 'LATE', 'CLOSED', 'MODE', 'OWN_LOT', 'LINKED_ORG', 'NOT_ALLOWED', 'CURRENCY', 'OFF_GRID', 'AMOUNT', 'BUY_NOW_GONE', 'TOO_LOW', 'NOT_HIGHER', 'EQUAL_MAX', 'CONFIRM', 'BAD_TERMS', 'EXISTS', 'NOTHING_STANDS']);
const noticeKind = new WireEnum<NoticeKind>(['UNKNOWN', 'OUTBID', 'LEADING_AGAIN', 'WON', 'LOST', 'VOIDED', 'COUNTER_OFFERED', 'SOLD']);
const placementCommandKind = new WireEnum<PlacementCommandKind>(['UNKNOWN', 'ORDER', 'CLAIM', 'ANSWER', 'LOST_TRACK', 'READ', 'ASSIST', 'REPORT', 'RESULT', 'PRICE']);
const placementVia = new WireEnum<PlacementVia>(['UNKNOWN', 'HAND', 'API', 'ROBOT']);
const placementCode = new WireEnum<PlacementCode>(['UNKNOWN', 'TOO_LOW', 'NOT_HIGHER', 'ENDED', 'CURRENCY', 'OFF_GRID', 'ABOVE_BUY_NOW', 'SITE_LIMIT', 'NOT_ALLOWED', 'DEFECT', 'APPROVAL', 'AGREEMENT', 'ACCOUNT', 'CARD', 'CONSENT', 'RECONNECT', 'EXPIRED', 'LIMIT', 'NEEDS_APPROVAL']);
const siteVerdict = new WireEnum<SiteVerdict>(['UNCLEAR', 'PLACED', 'REFUSED']);
const siteFinding = new WireEnum<SiteFinding>(['FAILED', 'ABSENT', 'FOUND']);
const reportedResult = new WireEnum<ReportedResult>(['UNKNOWN', 'WON', 'LOST']);
const placementMode = new WireEnum<PlacementMode>(['UNKNOWN', 'API', 'ASSISTED']);
const placementStage = new WireEnum<PlacementStage>(['NONE', 'REQUESTED', 'SUBMITTING', 'UNKNOWN', 'LEADING', 'OUTBID', 'WON', 'LOST', 'ENDED_UNKNOWN', 'REJECTED', 'NEEDS_SITE_ACTION', 'EXPIRED', 'LINK_GIVEN', 'REPORTED', 'OUTBID_LIKELY', 'WON_REPORTED', 'LOST_REPORTED']);
const listingCommandKind = new WireEnum<ListingCommandKind>(['UNKNOWN', 'PURGE_LISTING']);
const presence = new WireEnum<Presence>(['UNKNOWN', 'LISTED', 'GONE']);
const vinStatus = new WireEnum<VinStatus>(['UNKNOWN', 'VALID', 'CHECK_FAILED', 'MASKED', 'MALFORMED', 'ABSENT']);
const odometerBrand = new WireEnum<OdometerBrand>(['UNKNOWN', 'ACTUAL', 'NOT_ACTUAL', 'EXEMPT', 'EXCEEDS']);
const timePrecision = new WireEnum<TimePrecision>(['NONE', 'DAY', 'MINUTE', 'MS']);
const bidSemantics = new WireEnum<BidSemantics>(['UNKNOWN', 'HIGH', 'PROXY_MAX', 'OPENING_ASK']);
const listingOutcome = new WireEnum<ListingOutcome>(['UNKNOWN', 'SOLD', 'NOT_SOLD', 'PENDING_APPROVAL']);
const reserve = new WireEnum<Reserve>(['UNKNOWN', 'NONE', 'NOT_MET', 'MET', 'ON_APPROVAL']);
const lotKind = new WireEnum<LotKind>(['UNKNOWN', 'OWN', 'EXTERNAL']);
const lotStatus = new WireEnum<LotStatus>(['UNKNOWN', 'SCHEDULED', 'OPEN', 'ENDING_UNCONFIRMED', 'ENDED', 'SOLD', 'NOT_SOLD', 'PENDING_APPROVAL', 'COUNTERED', 'WITHDRAWN']);
const bookStatus = new WireEnum<BookStatus>(['DRAFT', 'SCHEDULED', 'OPEN', 'PENDING_APPROVAL', 'COUNTERED', 'SOLD', 'NOT_SOLD', 'WITHDRAWN']);
const awardedBy = new WireEnum<AwardedBy>(['BID', 'BUY_NOW', 'APPROVAL', 'COUNTER']);
const lotEventKind = new WireEnum<LotEventKind>(['UNKNOWN', 'LotPublished', 'LotOpened', 'PriceChanged', 'BuyNowRemoved', 'LotExtended', 'ReserveWaived', 'LotAmended', 'BidsVoided', 'LotClosed', 'LotPending', 'LotCountered', 'LotAwarded', 'LotNotSold', 'LotWithdrawn']);
const rawKind = new WireEnum<RawKind>(['UNKNOWN', 'LISTING', 'SNAPSHOT_STARTED', 'SNAPSHOT_COMPLETED', 'UNREADABLE']);
const robotStatus = new WireEnum<RobotStatus>(['UNKNOWN', 'RUNNING', 'PAUSED', 'HALTED', 'STOPPED', 'DONE', 'FAILED']);
const robotLotEnd = new WireEnum<RobotLotEnd>(['WON', 'LOST', 'NO_BID']);
const robotDeedKind = new WireEnum<RobotDeedKind>(['UNKNOWN', 'ARMED', 'CHANGED', 'PAUSED', 'RESUMED', 'HALTED', 'STOPPED', 'BID_SENT', 'BID_SENT_AGAIN', 'ACCEPTED', 'REFUSED', 'OUTBID', 'LEADING_AGAIN', 'HELD_BACK', 'LOT_OVER', 'DONE', 'FAILED', 'TIME_TO_BID']);
const feedState = new WireEnum<FeedState>(['UNKNOWN', 'STARTING', 'OK', 'LATE', 'FAILING']);
const vehicleCommandKind = new WireEnum<VehicleCommandKind>(['UNKNOWN', 'LINK_LISTING', 'UNLINK_LISTING']);

function writeAuditEvent(out: WireWriter, value: AuditEvent): void {
  out.string(value.eventId);
  out.long(value.at);
  out.string(value.writerId);
  out.long(value.writerSeq);
  out.string(value.previousHash);
  out.string(value.hash);
  out.symbol(auditActorKind, value.actorKind);
  if (value.actorId === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.actorId);
  }
  if (value.organisationId === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.organisationId);
  }
  out.string(value.action);
  if (value.target === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.target);
  }
  out.symbol(auditResult, value.result);
  if (value.reason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reason);
  }
  if (value.requestId === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.requestId);
  }
  if (value.address === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.address);
  }
}

function readAuditEvent(from: WireReader): AuditEvent {
  return {
    eventId: from.string(),
    at: from.long(),
    writerId: from.string(),
    writerSeq: from.long(),
    previousHash: from.string(),
    hash: from.string(),
    actorKind: from.symbol(auditActorKind),
    actorId: from.isNull() ? null : from.string(),
    organisationId: from.isNull() ? null : from.string(),
    action: from.string(),
    target: from.isNull() ? null : from.string(),
    result: from.symbol(auditResult),
    reason: from.isNull() ? null : from.string(),
    requestId: from.isNull() ? null : from.string(),
    address: from.isNull() ? null : from.string(),
  };
}

function writeConnectorState(out: WireWriter, value: ConnectorState): void {
  out.string(value.site);
  out.long(value.sequence);
  if (value.etag === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.etag);
  }
  if (value.lastModified === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.lastModified);
  }
  if (value.sha256 === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.sha256);
  }
  out.int(value.rows);
  if (value.observedAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.observedAt);
  }
  if (value.newestUpdateAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.newestUpdateAt);
  }
  if (value.heldSha256 === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.heldSha256);
  }
  out.int(value.heldRows);
  if (value.cursor === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.cursor);
  }
}

function readConnectorState(from: WireReader): ConnectorState {
  return {
    site: from.string(),
    sequence: from.long(),
    etag: from.isNull() ? null : from.string(),
    lastModified: from.isNull() ? null : from.string(),
    sha256: from.isNull() ? null : from.string(),
    rows: from.int(),
    observedAt: from.isNull() ? null : from.long(),
    newestUpdateAt: from.isNull() ? null : from.long(),
    heldSha256: from.isNull() ? null : from.string(),
    heldRows: from.int(),
    cursor: from.isNull() ? null : from.string(),
  };
}

function writeLimitCommand(out: WireWriter, value: LimitCommand): void {
  out.symbol(limitCommandKind, value.kind);
  out.string(value.orgId);
  if (value.bid === null) out.byte(0);
  else {
    out.byte(2);
    writeLimitedBid(out, value.bid);
  }
  if (value.letter === null) out.byte(0);
  else {
    out.byte(2);
    writeLotOutcome(out, value.letter);
  }
  if (value.limits === null) out.byte(0);
  else {
    out.byte(2);
    writeOrganisationLimits(out, value.limits);
  }
  if (value.settled === null) out.byte(0);
  else {
    out.byte(2);
    writeSettledLot(out, value.settled);
  }
  if (value.order === null) out.byte(0);
  else {
    out.byte(2);
    writePlacementCommand(out, value.order);
  }
  if (value.placement === null) out.byte(0);
  else {
    out.byte(2);
    writePlacement(out, value.placement);
  }
}

function readLimitCommand(from: WireReader): LimitCommand {
  return {
    kind: from.symbol(limitCommandKind),
    orgId: from.string(),
    bid: from.isNull() ? null : readLimitedBid(from),
    letter: from.isNull() ? null : readLotOutcome(from),
    limits: from.isNull() ? null : readOrganisationLimits(from),
    settled: from.isNull() ? null : readSettledLot(from),
    order: from.isNull() ? null : readPlacementCommand(from),
    placement: from.isNull() ? null : readPlacement(from),
  };
}

function writeLimitedBid(out: WireWriter, value: LimitedBid): void {
  writeLotCommand(out, value.command);
  if (value.currency === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.currency);
  }
}

function readLimitedBid(from: WireReader): LimitedBid {
  return {
    command: readLotCommand(from),
    currency: from.isNull() ? null : from.string(),
  };
}

function writeLotCommand(out: WireWriter, value: LotCommand): void {
  out.string(value.commandId);
  out.symbol(lotCommandKind, value.kind);
  out.string(value.lotId);
  if (value.observeExternal === null) out.byte(0);
  else {
    out.byte(2);
    writeObserveExternal(out, value.observeExternal);
  }
  if (value.closeDue === null) out.byte(0);
  else {
    out.byte(2);
    writeCloseDue(out, value.closeDue);
  }
  if (value.sender === null) out.byte(0);
  else {
    out.byte(2);
    writeSender(out, value.sender);
  }
  if (value.createLot === null) out.byte(0);
  else {
    out.byte(2);
    writeCreateLot(out, value.createLot);
  }
  if (value.amendLot === null) out.byte(0);
  else {
    out.byte(2);
    writeAmendLot(out, value.amendLot);
  }
  if (value.withdrawLot === null) out.byte(0);
  else {
    out.byte(2);
    writeWithdrawLot(out, value.withdrawLot);
  }
  if (value.placeBid === null) out.byte(0);
  else {
    out.byte(2);
    writePlaceBid(out, value.placeBid);
  }
  if (value.buyNow === null) out.byte(0);
  else {
    out.byte(2);
    writeBuyNow(out, value.buyNow);
  }
  if (value.retractBid === null) out.byte(0);
  else {
    out.byte(2);
    writeRetractBid(out, value.retractBid);
  }
  if (value.counter === null) out.byte(0);
  else {
    out.byte(2);
    writeCounterOffer(out, value.counter);
  }
  if (value.openDue === null) out.byte(0);
  else {
    out.byte(2);
    writeOpenDue(out, value.openDue);
  }
  if (value.deadlineDue === null) out.byte(0);
  else {
    out.byte(2);
    writeDeadlineDue(out, value.deadlineDue);
  }
  if (value.purgeLot === null) out.byte(0);
  else {
    out.byte(2);
    writePurgeLot(out, value.purgeLot);
  }
  if (value.restoreLot === null) out.byte(0);
  else {
    out.byte(2);
    writeRestoreLot(out, value.restoreLot);
  }
}

function readLotCommand(from: WireReader): LotCommand {
  return {
    commandId: from.string(),
    kind: from.symbol(lotCommandKind),
    lotId: from.string(),
    observeExternal: from.isNull() ? null : readObserveExternal(from),
    closeDue: from.isNull() ? null : readCloseDue(from),
    sender: from.isNull() ? null : readSender(from),
    createLot: from.isNull() ? null : readCreateLot(from),
    amendLot: from.isNull() ? null : readAmendLot(from),
    withdrawLot: from.isNull() ? null : readWithdrawLot(from),
    placeBid: from.isNull() ? null : readPlaceBid(from),
    buyNow: from.isNull() ? null : readBuyNow(from),
    retractBid: from.isNull() ? null : readRetractBid(from),
    counter: from.isNull() ? null : readCounterOffer(from),
    openDue: from.isNull() ? null : readOpenDue(from),
    deadlineDue: from.isNull() ? null : readDeadlineDue(from),
    purgeLot: from.isNull() ? null : readPurgeLot(from),
    restoreLot: from.isNull() ? null : readRestoreLot(from),
  };
}

function writeObserveExternal(out: WireWriter, value: ObserveExternal): void {
  out.string(value.site);
  out.string(value.siteListingId);
  out.long(value.fetchSeq);
  out.long(value.observedAt);
  out.long(value.publishedAt);
  out.symbol(observedPresence, value.presence);
  out.string(value.currency);
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.bidCount === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.bidCount);
  }
  if (value.buyNowMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.buyNowMinor);
  }
  if (value.askMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.askMinor);
  }
  out.symbol(observedOutcome, value.outcome);
  out.symbol(lotReserve, value.reserve);
  if (value.startsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.startsAt);
  }
  if (value.endsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.endsAt);
  }
  out.symbol(endsAtPrecision, value.endsAtPrecision);
  writeLotSummary(out, value.summary);
}

function readObserveExternal(from: WireReader): ObserveExternal {
  return {
    site: from.string(),
    siteListingId: from.string(),
    fetchSeq: from.long(),
    observedAt: from.long(),
    publishedAt: from.long(),
    presence: from.symbol(observedPresence),
    currency: from.string(),
    priceMinor: from.isNull() ? null : from.long(),
    bidCount: from.isNull() ? null : from.int(),
    buyNowMinor: from.isNull() ? null : from.long(),
    askMinor: from.isNull() ? null : from.long(),
    outcome: from.symbol(observedOutcome),
    reserve: from.symbol(lotReserve),
    startsAt: from.isNull() ? null : from.long(),
    endsAt: from.isNull() ? null : from.long(),
    endsAtPrecision: from.symbol(endsAtPrecision),
    summary: readLotSummary(from),
  };
}

function writeLotSummary(out: WireWriter, value: LotSummary): void {
  out.string(value.title);
  out.string(value.vehicleId);
  if (value.vin === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.vin);
  }
  if (value.vinStatus === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.vinStatus);
  }
  if (value.year === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.year);
  }
  if (value.make === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.make);
  }
  if (value.model === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.model);
  }
  if (value.trim === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.trim);
  }
  if (value.body === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.body);
  }
  if (value.color === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.color);
  }
  if (value.engine === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.engine);
  }
  if (value.drive === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.drive);
  }
  if (value.transmission === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.transmission);
  }
  if (value.fuel === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.fuel);
  }
  if (value.hasKeys === null) out.byte(0);
  else {
    out.byte(2);
    out.boolean(value.hasKeys);
  }
  if (value.runs === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.runs);
  }
  if (value.odometer === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.odometer);
  }
  if (value.odometerUnit === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.odometerUnit);
  }
  if (value.odometerBrand === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.odometerBrand);
  }
  out.count(value.damage.length);
  for (const item of value.damage) {
    out.string(item);
  }
  out.byte(0);
  if (value.titleCode === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.titleCode);
  }
  if (value.titleState === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.titleState);
  }
  if (value.city === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.city);
  }
  if (value.state === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.state);
  }
  if (value.country === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.country);
  }
  if (value.timeZone === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.timeZone);
  }
  if (value.yard === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.yard);
  }
  if (value.photo === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.photo);
  }
  if (value.url === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.url);
  }
  if (value.retailValueMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.retailValueMinor);
  }
  if (value.note === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.note);
  }
  out.count(value.photos.length);
  for (const item of value.photos) {
    out.string(item);
  }
  out.byte(0);
  if (value.vinMasked === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.vinMasked);
  }
}

function readLotSummary(from: WireReader): LotSummary {
  return {
    title: from.string(),
    vehicleId: from.string(),
    vin: from.isNull() ? null : from.string(),
    vinStatus: from.isNull() ? null : from.string(),
    year: from.isNull() ? null : from.int(),
    make: from.isNull() ? null : from.string(),
    model: from.isNull() ? null : from.string(),
    trim: from.isNull() ? null : from.string(),
    body: from.isNull() ? null : from.string(),
    color: from.isNull() ? null : from.string(),
    engine: from.isNull() ? null : from.string(),
    drive: from.isNull() ? null : from.string(),
    transmission: from.isNull() ? null : from.string(),
    fuel: from.isNull() ? null : from.string(),
    hasKeys: from.isNull() ? null : from.boolean(),
    runs: from.isNull() ? null : from.string(),
    odometer: from.isNull() ? null : from.long(),
    odometerUnit: from.isNull() ? null : from.string(),
    odometerBrand: from.isNull() ? null : from.string(),
    damage: readArray(from, () => from.string()),
    titleCode: from.isNull() ? null : from.string(),
    titleState: from.isNull() ? null : from.string(),
    city: from.isNull() ? null : from.string(),
    state: from.isNull() ? null : from.string(),
    country: from.isNull() ? null : from.string(),
    timeZone: from.isNull() ? null : from.string(),
    yard: from.isNull() ? null : from.string(),
    photo: from.isNull() ? null : from.string(),
    url: from.isNull() ? null : from.string(),
    retailValueMinor: from.isNull() ? null : from.long(),
    note: from.isNull() ? null : from.string(),
    photos: readArray(from, () => from.string()),
    vinMasked: from.isNull() ? null : from.string(),
  };
}

function writeCloseDue(out: WireWriter, value: CloseDue): void {
  out.long(value.forEndsAt);
  out.long(value.at);
}

function readCloseDue(from: WireReader): CloseDue {
  return {
    forEndsAt: from.long(),
    at: from.long(),
  };
}

function writeSender(out: WireWriter, value: Sender): void {
  out.string(value.clientId);
  out.long(value.clientSeq);
  out.string(value.orgId);
  out.string(value.userId);
  out.boolean(value.isAdmin);
  out.long(value.receivedAt);
  if (value.refused === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(upstreamRefusal, value.refused);
  }
}

function readSender(from: WireReader): Sender {
  return {
    clientId: from.string(),
    clientSeq: from.long(),
    orgId: from.string(),
    userId: from.string(),
    isAdmin: from.boolean(),
    receivedAt: from.long(),
    refused: from.isNull() ? null : from.symbol(upstreamRefusal),
  };
}

function writeCreateLot(out: WireWriter, value: CreateLot): void {
  writeLotTerms(out, value.terms);
  writeLotSummary(out, value.summary);
}

function readCreateLot(from: WireReader): CreateLot {
  return {
    terms: readLotTerms(from),
    summary: readLotSummary(from),
  };
}

function writeLotTerms(out: WireWriter, value: LotTerms): void {
  out.string(value.sellerOrg);
  out.count(value.excludedOrgs.length);
  for (const item of value.excludedOrgs) {
    out.string(item);
  }
  out.byte(0);
  out.string(value.vehicleId);
  out.string(value.currency);
  out.long(value.startMinor);
  if (value.reserveMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.reserveMinor);
  }
  if (value.buyNowMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.buyNowMinor);
  }
  if (value.guideMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.guideMinor);
  }
  out.string(value.incTable);
  out.long(value.granularityMinor);
  out.long(value.startsAt);
  out.long(value.endsAt);
  if (value.relistOf === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.relistOf);
  }
  if (value.runList === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.runList);
  }
  writeLotPolicy(out, value.policy);
}

function readLotTerms(from: WireReader): LotTerms {
  return {
    sellerOrg: from.string(),
    excludedOrgs: readArray(from, () => from.string()),
    vehicleId: from.string(),
    currency: from.string(),
    startMinor: from.long(),
    reserveMinor: from.isNull() ? null : from.long(),
    buyNowMinor: from.isNull() ? null : from.long(),
    guideMinor: from.isNull() ? null : from.long(),
    incTable: from.string(),
    granularityMinor: from.long(),
    startsAt: from.long(),
    endsAt: from.long(),
    relistOf: from.isNull() ? null : from.string(),
    runList: from.isNull() ? null : from.string(),
    policy: readLotPolicy(from),
  };
}

function writeLotPolicy(out: WireWriter, value: LotPolicy): void {
  out.count(value.modes.length);
  for (const item of value.modes) {
    out.symbol(bidKind, item);
  }
  out.byte(0);
  out.symbol(tieRule, value.tie);
  out.symbol(belowReserve, value.belowReserve);
  out.symbol(reserveShown, value.reserveShown);
  out.symbol(selfFlat, value.selfFlat);
  out.boolean(value.allowLower);
  out.symbol(retractRule, value.retract);
  out.long(value.untilBeforeEndMs);
  if (value.softClose === null) out.byte(0);
  else {
    out.byte(2);
    writeLotSoftClose(out, value.softClose);
  }
  out.symbol(approvalRule, value.approval);
  out.long(value.approvalMs);
  out.long(value.counterMs);
  writeLotConfirmation(out, value.confirm);
  out.long(value.graceMs);
}

function readLotPolicy(from: WireReader): LotPolicy {
  return {
    modes: readArray(from, () => from.symbol(bidKind)),
    tie: from.symbol(tieRule),
    belowReserve: from.symbol(belowReserve),
    reserveShown: from.symbol(reserveShown),
    selfFlat: from.symbol(selfFlat),
    allowLower: from.boolean(),
    retract: from.symbol(retractRule),
    untilBeforeEndMs: from.long(),
    softClose: from.isNull() ? null : readLotSoftClose(from),
    approval: from.symbol(approvalRule),
    approvalMs: from.long(),
    counterMs: from.long(),
    confirm: readLotConfirmation(from),
    graceMs: from.long(),
  };
}

function writeLotSoftClose(out: WireWriter, value: LotSoftClose): void {
  out.long(value.windowMs);
  out.long(value.extMs);
  out.symbol(softCloseMode, value.mode);
  out.symbol(softCloseTrigger, value.trigger);
  if (value.maxExt === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.maxExt);
  }
  if (value.hardEnd === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.hardEnd);
  }
}

function readLotSoftClose(from: WireReader): LotSoftClose {
  return {
    windowMs: from.long(),
    extMs: from.long(),
    mode: from.symbol(softCloseMode),
    trigger: from.symbol(softCloseTrigger),
    maxExt: from.isNull() ? null : from.int(),
    hardEnd: from.isNull() ? null : from.long(),
  };
}

function writeLotConfirmation(out: WireWriter, value: LotConfirmation): void {
  out.int(value.guidePct);
  out.int(value.askFactor);
  out.int(value.flatSteps);
}

function readLotConfirmation(from: WireReader): LotConfirmation {
  return {
    guidePct: from.int(),
    askFactor: from.int(),
    flatSteps: from.int(),
  };
}

function writeAmendLot(out: WireWriter, value: AmendLot): void {
  if (value.terms === null) out.byte(0);
  else {
    out.byte(2);
    writeLotTerms(out, value.terms);
  }
  if (value.summary === null) out.byte(0);
  else {
    out.byte(2);
    writeLotSummary(out, value.summary);
  }
  out.boolean(value.isMaterial);
  if (value.endsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.endsAt);
  }
  out.boolean(value.waivesReserve);
  out.count(value.excludedOrgs.length);
  for (const item of value.excludedOrgs) {
    out.string(item);
  }
  out.byte(0);
}

function readAmendLot(from: WireReader): AmendLot {
  return {
    terms: from.isNull() ? null : readLotTerms(from),
    summary: from.isNull() ? null : readLotSummary(from),
    isMaterial: from.boolean(),
    endsAt: from.isNull() ? null : from.long(),
    waivesReserve: from.boolean(),
    excludedOrgs: readArray(from, () => from.string()),
  };
}

function writeWithdrawLot(out: WireWriter, value: WithdrawLot): void {
  if (value.reason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reason);
  }
}

function readWithdrawLot(from: WireReader): WithdrawLot {
  return {
    reason: from.isNull() ? null : from.string(),
  };
}

function writePlaceBid(out: WireWriter, value: PlaceBid): void {
  out.symbol(bidKind, value.kind);
  out.long(value.amountMinor);
  out.string(value.currency);
  if (value.confirmMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.confirmMinor);
  }
  out.symbol(bidPhase, value.phase);
  out.symbol(bidVia, value.via);
}

function readPlaceBid(from: WireReader): PlaceBid {
  return {
    kind: from.symbol(bidKind),
    amountMinor: from.long(),
    currency: from.string(),
    confirmMinor: from.isNull() ? null : from.long(),
    phase: from.symbol(bidPhase),
    via: from.symbol(bidVia),
  };
}

function writeBuyNow(out: WireWriter, value: BuyNow): void {
  out.long(value.amountMinor);
}

function readBuyNow(from: WireReader): BuyNow {
  return {
    amountMinor: from.long(),
  };
}

function writeRetractBid(out: WireWriter, value: RetractBid): void {
  out.string(value.targetOrg);
  if (value.reasonCode === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reasonCode);
  }
}

function readRetractBid(from: WireReader): RetractBid {
  return {
    targetOrg: from.string(),
    reasonCode: from.isNull() ? null : from.string(),
  };
}

function writeCounterOffer(out: WireWriter, value: CounterOffer): void {
  out.long(value.amountMinor);
}

function readCounterOffer(from: WireReader): CounterOffer {
  return {
    amountMinor: from.long(),
  };
}

function writeOpenDue(out: WireWriter, value: OpenDue): void {
  out.long(value.forStartsAt);
}

function readOpenDue(from: WireReader): OpenDue {
  return {
    forStartsAt: from.long(),
  };
}

function writeDeadlineDue(out: WireWriter, value: DeadlineDue): void {
  out.long(value.forDeadline);
}

function readDeadlineDue(from: WireReader): DeadlineDue {
  return {
    forDeadline: from.long(),
  };
}

function writePurgeLot(out: WireWriter, value: PurgeLot): void {
  out.string(value.month);
  out.long(value.version);
  out.string(value.checksum);
}

function readPurgeLot(from: WireReader): PurgeLot {
  return {
    month: from.string(),
    version: from.long(),
    checksum: from.string(),
  };
}

function writeRestoreLot(out: WireWriter, value: RestoreLot): void {
  out.string(value.month);
  out.long(value.version);
  out.binary(value.lot);
}

function readRestoreLot(from: WireReader): RestoreLot {
  return {
    month: from.string(),
    version: from.long(),
    lot: from.binary(),
  };
}

function writeLotOutcome(out: WireWriter, value: LotOutcome): void {
  out.string(value.lotId);
  out.string(value.toOrg);
  out.long(value.number);
  if (value.commandId === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.commandId);
  }
  out.string(value.clientId);
  out.long(value.clientSeq);
  out.boolean(value.isRepeat);
  out.long(value.at);
  out.long(value.seq);
  if (value.currency === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.currency);
  }
  if (value.outcome === null) out.byte(0);
  else {
    out.byte(2);
    writeOutcome(out, value.outcome);
  }
  if (value.notice === null) out.byte(0);
  else {
    out.byte(2);
    writeNotice(out, value.notice);
  }
}

function readLotOutcome(from: WireReader): LotOutcome {
  return {
    lotId: from.string(),
    toOrg: from.string(),
    number: from.long(),
    commandId: from.isNull() ? null : from.string(),
    clientId: from.string(),
    clientSeq: from.long(),
    isRepeat: from.boolean(),
    at: from.long(),
    seq: from.long(),
    currency: from.isNull() ? null : from.string(),
    outcome: from.isNull() ? null : readOutcome(from),
    notice: from.isNull() ? null : readNotice(from),
  };
}

function writeOutcome(out: WireWriter, value: Outcome): void {
  out.symbol(outcomeResult, value.result);
  if (value.position === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(bidPosition, value.position);
  }
  if (value.ownMaxMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.ownMaxMinor);
  }
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.code === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(refusalCode, value.code);
  }
  if (value.askMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.askMinor);
  }
  out.count(value.reasons.length);
  for (const item of value.reasons) {
    out.string(item);
  }
  out.byte(0);
  if (value.closedSeq === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.closedSeq);
  }
  out.long(value.letterNumber);
}

function readOutcome(from: WireReader): Outcome {
  return {
    result: from.symbol(outcomeResult),
    position: from.isNull() ? null : from.symbol(bidPosition),
    ownMaxMinor: from.isNull() ? null : from.long(),
    priceMinor: from.isNull() ? null : from.long(),
    code: from.isNull() ? null : from.symbol(refusalCode),
    askMinor: from.isNull() ? null : from.long(),
    reasons: readArray(from, () => from.string()),
    closedSeq: from.isNull() ? null : from.long(),
    letterNumber: from.long(),
  };
}

function writeNotice(out: WireWriter, value: Notice): void {
  out.symbol(noticeKind, value.kind);
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.amountMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.amountMinor);
  }
}

function readNotice(from: WireReader): Notice {
  return {
    kind: from.symbol(noticeKind),
    priceMinor: from.isNull() ? null : from.long(),
    amountMinor: from.isNull() ? null : from.long(),
  };
}

function writeOrganisationLimits(out: WireWriter, value: OrganisationLimits): void {
  out.long(value.version);
  if (value.creditMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.creditMinor);
  }
  if (value.currency === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.currency);
  }
  if (value.lotsLedMax === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.lotsLedMax);
  }
  out.count(value.further.length);
  for (const item of value.further) {
    writeFurtherCredit(out, item);
  }
  out.byte(0);
}

function readOrganisationLimits(from: WireReader): OrganisationLimits {
  return {
    version: from.long(),
    creditMinor: from.isNull() ? null : from.long(),
    currency: from.isNull() ? null : from.string(),
    lotsLedMax: from.isNull() ? null : from.int(),
    further: readArray(from, () => readFurtherCredit(from)),
  };
}

function writeFurtherCredit(out: WireWriter, value: FurtherCredit): void {
  out.string(value.currency);
  out.long(value.creditMinor);
}

function readFurtherCredit(from: WireReader): FurtherCredit {
  return {
    currency: from.string(),
    creditMinor: from.long(),
  };
}

function writeSettledLot(out: WireWriter, value: SettledLot): void {
  out.string(value.lotId);
}

function readSettledLot(from: WireReader): SettledLot {
  return {
    lotId: from.string(),
  };
}

function writePlacementCommand(out: WireWriter, value: PlacementCommand): void {
  out.string(value.commandId);
  out.string(value.orgId);
  out.string(value.lotId);
  out.long(value.at);
  out.symbol(placementCommandKind, value.kind);
  if (value.order === null) out.byte(0);
  else {
    out.byte(2);
    writePlaceOrder(out, value.order);
  }
  if (value.claim === null) out.byte(0);
  else {
    out.byte(2);
    writeClaimAttempt(out, value.claim);
  }
  if (value.answer === null) out.byte(0);
  else {
    out.byte(2);
    writeSiteAnswer(out, value.answer);
  }
  if (value.read === null) out.byte(0);
  else {
    out.byte(2);
    writeSiteRead(out, value.read);
  }
  if (value.reportedMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.reportedMinor);
  }
  if (value.result === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(reportedResult, value.result);
  }
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
}

function readPlacementCommand(from: WireReader): PlacementCommand {
  return {
    commandId: from.string(),
    orgId: from.string(),
    lotId: from.string(),
    at: from.long(),
    kind: from.symbol(placementCommandKind),
    order: from.isNull() ? null : readPlaceOrder(from),
    claim: from.isNull() ? null : readClaimAttempt(from),
    answer: from.isNull() ? null : readSiteAnswer(from),
    read: from.isNull() ? null : readSiteRead(from),
    reportedMinor: from.isNull() ? null : from.long(),
    result: from.isNull() ? null : from.symbol(reportedResult),
    priceMinor: from.isNull() ? null : from.long(),
  };
}

function writePlaceOrder(out: WireWriter, value: PlaceOrder): void {
  writePlacementOrder(out, value.order);
  out.string(value.site);
  out.string(value.siteListingId);
  if (value.link === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.link);
  }
  if (value.endsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.endsAt);
  }
  if (value.refused === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(placementCode, value.refused);
  }
  out.boolean(value.isLimited);
}

function readPlaceOrder(from: WireReader): PlaceOrder {
  return {
    order: readPlacementOrder(from),
    site: from.string(),
    siteListingId: from.string(),
    link: from.isNull() ? null : from.string(),
    endsAt: from.isNull() ? null : from.long(),
    refused: from.isNull() ? null : from.symbol(placementCode),
    isLimited: from.boolean(),
  };
}

function writePlacementOrder(out: WireWriter, value: PlacementOrder): void {
  out.string(value.orderId);
  out.string(value.userId);
  out.long(value.maxMinor);
  out.string(value.currency);
  out.symbol(placementVia, value.via);
  out.long(value.orderedAt);
}

function readPlacementOrder(from: WireReader): PlacementOrder {
  return {
    orderId: from.string(),
    userId: from.string(),
    maxMinor: from.long(),
    currency: from.string(),
    via: from.symbol(placementVia),
    orderedAt: from.long(),
  };
}

function writeClaimAttempt(out: WireWriter, value: ClaimAttempt): void {
  out.string(value.orderId);
  out.int(value.attempt);
  out.string(value.runner);
}

function readClaimAttempt(from: WireReader): ClaimAttempt {
  return {
    orderId: from.string(),
    attempt: from.int(),
    runner: from.string(),
  };
}

function writeSiteAnswer(out: WireWriter, value: SiteAnswer): void {
  out.string(value.orderId);
  out.int(value.attempt);
  out.symbol(siteVerdict, value.verdict);
  if (value.code === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(placementCode, value.code);
  }
}

function readSiteAnswer(from: WireReader): SiteAnswer {
  return {
    orderId: from.string(),
    attempt: from.int(),
    verdict: from.symbol(siteVerdict),
    code: from.isNull() ? null : from.symbol(placementCode),
  };
}

function writeSiteRead(out: WireWriter, value: SiteRead): void {
  out.string(value.orderId);
  out.symbol(siteFinding, value.finding);
  if (value.maxMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.maxMinor);
  }
  out.boolean(value.isHighBidder);
  out.boolean(value.isEnded);
  if (value.isReserveMet === null) out.byte(0);
  else {
    out.byte(2);
    out.boolean(value.isReserveMet);
  }
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.endsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.endsAt);
  }
}

function readSiteRead(from: WireReader): SiteRead {
  return {
    orderId: from.string(),
    finding: from.symbol(siteFinding),
    maxMinor: from.isNull() ? null : from.long(),
    isHighBidder: from.boolean(),
    isEnded: from.boolean(),
    isReserveMet: from.isNull() ? null : from.boolean(),
    priceMinor: from.isNull() ? null : from.long(),
    endsAt: from.isNull() ? null : from.long(),
  };
}

function writePlacement(out: WireWriter, value: Placement): void {
  out.string(value.orgId);
  out.string(value.lotId);
  out.long(value.version);
  out.symbol(placementMode, value.mode);
  out.symbol(placementStage, value.state);
  out.string(value.site);
  out.string(value.siteListingId);
  if (value.link === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.link);
  }
  writePlacementOrder(out, value.order);
  if (value.waiting === null) out.byte(0);
  else {
    out.byte(2);
    writePlacementOrder(out, value.waiting);
  }
  if (value.refused === null) out.byte(0);
  else {
    out.byte(2);
    writeRefusedOrder(out, value.refused);
  }
  out.count(value.seen.length);
  for (const item of value.seen) {
    out.string(item);
  }
  out.byte(0);
  out.int(value.attempt);
  if (value.claim === null) out.byte(0);
  else {
    out.byte(2);
    writePlacementClaim(out, value.claim);
  }
  out.boolean(value.isLanded);
  if (value.unclearAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.unclearAt);
  }
  out.int(value.readCount);
  if (value.absentAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.absentAt);
  }
  if (value.nextReadAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.nextReadAt);
  }
  if (value.code === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(placementCode, value.code);
  }
  if (value.standingMaxMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.standingMaxMinor);
  }
  out.boolean(value.isLeading);
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.endsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.endsAt);
  }
  out.long(value.changedAt);
}

function readPlacement(from: WireReader): Placement {
  return {
    orgId: from.string(),
    lotId: from.string(),
    version: from.long(),
    mode: from.symbol(placementMode),
    state: from.symbol(placementStage),
    site: from.string(),
    siteListingId: from.string(),
    link: from.isNull() ? null : from.string(),
    order: readPlacementOrder(from),
    waiting: from.isNull() ? null : readPlacementOrder(from),
    refused: from.isNull() ? null : readRefusedOrder(from),
    seen: readArray(from, () => from.string()),
    attempt: from.int(),
    claim: from.isNull() ? null : readPlacementClaim(from),
    isLanded: from.boolean(),
    unclearAt: from.isNull() ? null : from.long(),
    readCount: from.int(),
    absentAt: from.isNull() ? null : from.long(),
    nextReadAt: from.isNull() ? null : from.long(),
    code: from.isNull() ? null : from.symbol(placementCode),
    standingMaxMinor: from.isNull() ? null : from.long(),
    isLeading: from.boolean(),
    priceMinor: from.isNull() ? null : from.long(),
    endsAt: from.isNull() ? null : from.long(),
    changedAt: from.long(),
  };
}

function writeRefusedOrder(out: WireWriter, value: RefusedOrder): void {
  out.string(value.orderId);
  out.symbol(placementCode, value.code);
}

function readRefusedOrder(from: WireReader): RefusedOrder {
  return {
    orderId: from.string(),
    code: from.symbol(placementCode),
  };
}

function writePlacementClaim(out: WireWriter, value: PlacementClaim): void {
  out.string(value.runner);
  out.long(value.at);
}

function readPlacementClaim(from: WireReader): PlacementClaim {
  return {
    runner: from.string(),
    at: from.long(),
  };
}

function writeLimitState(out: WireWriter, value: LimitState): void {
  if (value.position === null) out.byte(0);
  else {
    out.byte(2);
    writePosition(out, value.position);
  }
  if (value.entry === null) out.byte(0);
  else {
    out.byte(2);
    writeLimitAccount(out, value.entry);
  }
}

function readLimitState(from: WireReader): LimitState {
  return {
    position: from.isNull() ? null : readPosition(from),
    entry: from.isNull() ? null : readLimitAccount(from),
  };
}

function writePosition(out: WireWriter, value: Position): void {
  out.count(Object.keys(value.next).length);
  for (const [key, item] of Object.entries(value.next)) {
    out.string(key);
    out.long(item);
  }
  out.byte(0);
  out.int(value.stateVersion);
  if (value.memo === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.memo);
  }
}

function readPosition(from: WireReader): Position {
  return {
    next: readMap(from, () => from.long()),
    stateVersion: from.int(),
    memo: from.isNull() ? null : from.string(),
  };
}

function writeLimitAccount(out: WireWriter, value: LimitAccount): void {
  out.long(value.version);
  writeOrganisationLimits(out, value.limits);
  out.long(value.exposureMinor);
  out.count(value.exposures.length);
  for (const item of value.exposures) {
    writeCurrencyExposure(out, item);
  }
  out.byte(0);
  out.int(value.lotsLed);
  out.count(value.reservations.length);
  for (const item of value.reservations) {
    writeLimitReservation(out, item);
  }
  out.byte(0);
}

function readLimitAccount(from: WireReader): LimitAccount {
  return {
    version: from.long(),
    limits: readOrganisationLimits(from),
    exposureMinor: from.long(),
    exposures: readArray(from, () => readCurrencyExposure(from)),
    lotsLed: from.int(),
    reservations: readArray(from, () => readLimitReservation(from)),
  };
}

function writeCurrencyExposure(out: WireWriter, value: CurrencyExposure): void {
  out.string(value.currency);
  out.long(value.exposureMinor);
}

function readCurrencyExposure(from: WireReader): CurrencyExposure {
  return {
    currency: from.string(),
    exposureMinor: from.long(),
  };
}

function writeLimitReservation(out: WireWriter, value: LimitReservation): void {
  out.string(value.lotId);
  out.string(value.currency);
  out.long(value.boundMinor);
  out.long(value.maxMinor);
  out.long(value.counterMinor);
  out.boolean(value.isWon);
  out.long(value.letterNumber);
  out.count(value.inFlight.length);
  for (const item of value.inFlight) {
    writeLimitInFlight(out, item);
  }
  out.byte(0);
}

function readLimitReservation(from: WireReader): LimitReservation {
  return {
    lotId: from.string(),
    currency: from.string(),
    boundMinor: from.long(),
    maxMinor: from.long(),
    counterMinor: from.long(),
    isWon: from.boolean(),
    letterNumber: from.long(),
    inFlight: readArray(from, () => readLimitInFlight(from)),
  };
}

function writeLimitInFlight(out: WireWriter, value: LimitInFlight): void {
  out.string(value.commandId);
  out.long(value.amountMinor);
  out.boolean(value.isPurchase);
}

function readLimitInFlight(from: WireReader): LimitInFlight {
  return {
    commandId: from.string(),
    amountMinor: from.long(),
    isPurchase: from.boolean(),
  };
}

function writeListingCommand(out: WireWriter, value: ListingCommand): void {
  out.symbol(listingCommandKind, value.kind);
  out.string(value.site);
  out.string(value.siteListingId);
  if (value.purgeListing === null) out.byte(0);
  else {
    out.byte(2);
    writePurgeListing(out, value.purgeListing);
  }
}

function readListingCommand(from: WireReader): ListingCommand {
  return {
    kind: from.symbol(listingCommandKind),
    site: from.string(),
    siteListingId: from.string(),
    purgeListing: from.isNull() ? null : readPurgeListing(from),
  };
}

function writePurgeListing(out: WireWriter, value: PurgeListing): void {
  out.string(value.month);
  out.long(value.version);
}

function readPurgeListing(from: WireReader): PurgeListing {
  return {
    month: from.string(),
    version: from.long(),
  };
}

function writeListingSnapshot(out: WireWriter, value: ListingSnapshot): void {
  out.string(value.site);
  out.string(value.delivery);
  out.string(value.snapshotId);
  out.long(value.sequence);
  out.int(value.partition);
  out.long(value.observedAt);
  out.long(value.appliedAt);
  out.int(value.listings);
  out.int(value.changed);
  out.int(value.appeared);
  out.int(value.unchanged);
  out.int(value.late);
  out.int(value.notVehicles);
  out.int(value.dead);
  out.int(value.gone);
  out.int(value.rows);
  out.int(value.rejected);
  out.boolean(value.complete);
  if (value.reason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reason);
  }
}

function readListingSnapshot(from: WireReader): ListingSnapshot {
  return {
    site: from.string(),
    delivery: from.string(),
    snapshotId: from.string(),
    sequence: from.long(),
    partition: from.int(),
    observedAt: from.long(),
    appliedAt: from.long(),
    listings: from.int(),
    changed: from.int(),
    appeared: from.int(),
    unchanged: from.int(),
    late: from.int(),
    notVehicles: from.int(),
    dead: from.int(),
    gone: from.int(),
    rows: from.int(),
    rejected: from.int(),
    complete: from.boolean(),
    reason: from.isNull() ? null : from.string(),
  };
}

function writeListingState(out: WireWriter, value: ListingState): void {
  if (value.position === null) out.byte(0);
  else {
    out.byte(2);
    writePosition(out, value.position);
  }
  if (value.entry === null) out.byte(0);
  else {
    out.byte(2);
    writeListingStateEntry(out, value.entry);
  }
}

function readListingState(from: WireReader): ListingState {
  return {
    position: from.isNull() ? null : readPosition(from),
    entry: from.isNull() ? null : readListingStateEntry(from),
  };
}

function writeListingStateEntry(out: WireWriter, value: ListingStateEntry): void {
  out.long(value.version);
  out.string(value.hash);
  if (value.sourceUpdatedAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.sourceUpdatedAt);
  }
  out.long(value.sequence);
  out.string(value.delivery);
  out.string(value.snapshotId);
  out.boolean(value.gone);
  out.int(value.absenceCount);
  out.boolean(value.unconfirmed);
  out.string(value.vehicleId);
  out.binary(value.listing);
  if (value.past === null) out.byte(0);
  else {
    out.byte(2);
    writeListingPast(out, value.past);
  }
}

function readListingStateEntry(from: WireReader): ListingStateEntry {
  return {
    version: from.long(),
    hash: from.string(),
    sourceUpdatedAt: from.isNull() ? null : from.long(),
    sequence: from.long(),
    delivery: from.string(),
    snapshotId: from.string(),
    gone: from.boolean(),
    absenceCount: from.int(),
    unconfirmed: from.boolean(),
    vehicleId: from.string(),
    listing: from.binary(),
    past: from.isNull() ? null : readListingPast(from),
  };
}

function writeListingPast(out: WireWriter, value: ListingPast): void {
  out.string(value.month);
  out.long(value.observedAt);
}

function readListingPast(from: WireReader): ListingPast {
  return {
    month: from.string(),
    observedAt: from.long(),
  };
}

function writeListing(out: WireWriter, value: Listing): void {
  out.string(value.lotId);
  out.string(value.site);
  out.string(value.siteListingId);
  out.long(value.version);
  out.count(value.changes.length);
  for (const item of value.changes) {
    out.string(item);
  }
  out.byte(0);
  out.symbol(presence, value.presence);
  if (value.goneEvidence === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.goneEvidence);
  }
  if (value.url === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.url);
  }
  out.string(value.title);
  if (value.vehicleType === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.vehicleType);
  }
  out.string(value.vehicleId);
  if (value.vin === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.vin);
  }
  out.symbol(vinStatus, value.vinStatus);
  if (value.vinRaw === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.vinRaw);
  }
  if (value.year === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.year);
  }
  if (value.make === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.make);
  }
  if (value.makeRaw === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.makeRaw);
  }
  if (value.model === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.model);
  }
  if (value.modelGroup === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.modelGroup);
  }
  if (value.trim === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.trim);
  }
  if (value.body === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.body);
  }
  if (value.color === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.color);
  }
  if (value.odometer === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.odometer);
  }
  if (value.odometerUnit === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.odometerUnit);
  }
  out.symbol(odometerBrand, value.odometerBrand);
  out.count(value.damage.length);
  for (const item of value.damage) {
    out.string(item);
  }
  out.byte(0);
  if (value.titleState === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.titleState);
  }
  if (value.titleCode === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.titleCode);
  }
  if (value.runs === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.runs);
  }
  if (value.conditionCode === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.conditionCode);
  }
  if (value.hasKeys === null) out.byte(0);
  else {
    out.byte(2);
    out.boolean(value.hasKeys);
  }
  if (value.engine === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.engine);
  }
  if (value.drive === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.drive);
  }
  if (value.transmission === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.transmission);
  }
  if (value.fuel === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.fuel);
  }
  if (value.cylinders === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.cylinders);
  }
  if (value.city === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.city);
  }
  if (value.state === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.state);
  }
  if (value.zip === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.zip);
  }
  if (value.country === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.country);
  }
  if (value.yard === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.yard);
  }
  if (value.yardNumber === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.yardNumber);
  }
  if (value.gridRow === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.gridRow);
  }
  if (value.itemNumber === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.itemNumber);
  }
  if (value.saleStartAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.saleStartAt);
  }
  if (value.saleEndAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.saleEndAt);
  }
  out.symbol(timePrecision, value.timePrecision);
  if (value.timeZone === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.timeZone);
  }
  if (value.saleTimeSource === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.saleTimeSource);
  }
  if (value.timeZoneRaw === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.timeZoneRaw);
  }
  if (value.timeZoneAgrees === null) out.byte(0);
  else {
    out.byte(2);
    out.boolean(value.timeZoneAgrees);
  }
  out.string(value.currency);
  if (value.currentBidMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.currentBidMinor);
  }
  out.symbol(bidSemantics, value.bidSemantics);
  if (value.bidCount === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.bidCount);
  }
  if (value.bidderCount === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.bidderCount);
  }
  if (value.askMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.askMinor);
  }
  out.symbol(listingOutcome, value.outcome);
  out.symbol(reserve, value.reserve);
  if (value.saleStatusRaw === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.saleStatusRaw);
  }
  if (value.buyNowMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.buyNowMinor);
  }
  if (value.acceptsOffers === null) out.byte(0);
  else {
    out.byte(2);
    out.boolean(value.acceptsOffers);
  }
  if (value.retailValueMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.retailValueMinor);
  }
  if (value.repairCostMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.repairCostMinor);
  }
  out.count(value.images.length);
  for (const item of value.images) {
    out.string(item);
  }
  out.byte(0);
  if (value.imageListUrl === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.imageListUrl);
  }
  if (value.note === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.note);
  }
  if (value.grade === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.grade);
  }
  if (value.light === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.light);
  }
  out.count(value.labels.length);
  for (const item of value.labels) {
    out.string(item);
  }
  out.byte(0);
  if (value.createdAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.createdAt);
  }
  if (value.sourceUpdatedAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.sourceUpdatedAt);
  }
  out.long(value.observedAt);
  out.long(value.publishedAt);
  out.string(value.delivery);
  out.string(value.snapshotId);
  out.long(value.sequence);
  if (value.pastMonth === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.pastMonth);
  }
}

function readListing(from: WireReader): Listing {
  return {
    lotId: from.string(),
    site: from.string(),
    siteListingId: from.string(),
    version: from.long(),
    changes: readArray(from, () => from.string()),
    presence: from.symbol(presence),
    goneEvidence: from.isNull() ? null : from.string(),
    url: from.isNull() ? null : from.string(),
    title: from.string(),
    vehicleType: from.isNull() ? null : from.string(),
    vehicleId: from.string(),
    vin: from.isNull() ? null : from.string(),
    vinStatus: from.symbol(vinStatus),
    vinRaw: from.isNull() ? null : from.string(),
    year: from.isNull() ? null : from.int(),
    make: from.isNull() ? null : from.string(),
    makeRaw: from.isNull() ? null : from.string(),
    model: from.isNull() ? null : from.string(),
    modelGroup: from.isNull() ? null : from.string(),
    trim: from.isNull() ? null : from.string(),
    body: from.isNull() ? null : from.string(),
    color: from.isNull() ? null : from.string(),
    odometer: from.isNull() ? null : from.long(),
    odometerUnit: from.isNull() ? null : from.string(),
    odometerBrand: from.symbol(odometerBrand),
    damage: readArray(from, () => from.string()),
    titleState: from.isNull() ? null : from.string(),
    titleCode: from.isNull() ? null : from.string(),
    runs: from.isNull() ? null : from.string(),
    conditionCode: from.isNull() ? null : from.string(),
    hasKeys: from.isNull() ? null : from.boolean(),
    engine: from.isNull() ? null : from.string(),
    drive: from.isNull() ? null : from.string(),
    transmission: from.isNull() ? null : from.string(),
    fuel: from.isNull() ? null : from.string(),
    cylinders: from.isNull() ? null : from.string(),
    city: from.isNull() ? null : from.string(),
    state: from.isNull() ? null : from.string(),
    zip: from.isNull() ? null : from.string(),
    country: from.isNull() ? null : from.string(),
    yard: from.isNull() ? null : from.string(),
    yardNumber: from.isNull() ? null : from.string(),
    gridRow: from.isNull() ? null : from.string(),
    itemNumber: from.isNull() ? null : from.string(),
    saleStartAt: from.isNull() ? null : from.long(),
    saleEndAt: from.isNull() ? null : from.long(),
    timePrecision: from.symbol(timePrecision),
    timeZone: from.isNull() ? null : from.string(),
    saleTimeSource: from.isNull() ? null : from.string(),
    timeZoneRaw: from.isNull() ? null : from.string(),
    timeZoneAgrees: from.isNull() ? null : from.boolean(),
    currency: from.string(),
    currentBidMinor: from.isNull() ? null : from.long(),
    bidSemantics: from.symbol(bidSemantics),
    bidCount: from.isNull() ? null : from.int(),
    bidderCount: from.isNull() ? null : from.int(),
    askMinor: from.isNull() ? null : from.long(),
    outcome: from.symbol(listingOutcome),
    reserve: from.symbol(reserve),
    saleStatusRaw: from.isNull() ? null : from.string(),
    buyNowMinor: from.isNull() ? null : from.long(),
    acceptsOffers: from.isNull() ? null : from.boolean(),
    retailValueMinor: from.isNull() ? null : from.long(),
    repairCostMinor: from.isNull() ? null : from.long(),
    images: readArray(from, () => from.string()),
    imageListUrl: from.isNull() ? null : from.string(),
    note: from.isNull() ? null : from.string(),
    grade: from.isNull() ? null : from.string(),
    light: from.isNull() ? null : from.string(),
    labels: readArray(from, () => from.string()),
    createdAt: from.isNull() ? null : from.long(),
    sourceUpdatedAt: from.isNull() ? null : from.long(),
    observedAt: from.long(),
    publishedAt: from.long(),
    delivery: from.string(),
    snapshotId: from.string(),
    sequence: from.long(),
    pastMonth: from.isNull() ? null : from.string(),
  };
}

function writeLotBook(out: WireWriter, value: LotBook): void {
  if (value.position === null) out.byte(0);
  else {
    out.byte(2);
    writePosition(out, value.position);
  }
  if (value.entry === null) out.byte(0);
  else {
    out.byte(2);
    writeLotBookEntry(out, value.entry);
  }
  if (value.own === null) out.byte(0);
  else {
    out.byte(2);
    writeOwnLot(out, value.own);
  }
  if (value.stub === null) out.byte(0);
  else {
    out.byte(2);
    writeLotStub(out, value.stub);
  }
}

function readLotBook(from: WireReader): LotBook {
  return {
    position: from.isNull() ? null : readPosition(from),
    entry: from.isNull() ? null : readLotBookEntry(from),
    own: from.isNull() ? null : readOwnLot(from),
    stub: from.isNull() ? null : readLotStub(from),
  };
}

function writeLotBookEntry(out: WireWriter, value: LotBookEntry): void {
  out.long(value.fetchSeq);
  if (value.heldMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.heldMinor);
  }
  writeLot(out, value.row);
}

function readLotBookEntry(from: WireReader): LotBookEntry {
  return {
    fetchSeq: from.long(),
    heldMinor: from.isNull() ? null : from.long(),
    row: readLot(from),
  };
}

function writeLot(out: WireWriter, value: Lot): void {
  out.string(value.lotId);
  out.long(value.version);
  out.symbol(lotKind, value.kind);
  out.string(value.site);
  out.string(value.siteListingId);
  out.symbol(lotStatus, value.status);
  if (value.statusReason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.statusReason);
  }
  out.string(value.currency);
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.askMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.askMinor);
  }
  if (value.bidCount === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.bidCount);
  }
  if (value.buyNowMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.buyNowMinor);
  }
  out.symbol(lotReserve, value.reserve);
  if (value.startsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.startsAt);
  }
  if (value.endsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.endsAt);
  }
  out.symbol(endsAtPrecision, value.endsAtPrecision);
  out.int(value.correctionCount);
  out.long(value.firstSeenAt);
  out.long(value.observedAt);
  out.long(value.publishedAt);
  if (value.leaderAlias === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.leaderAlias);
  }
  if (value.incTable === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.incTable);
  }
  if (value.granularityMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.granularityMinor);
  }
  if (value.reserveMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.reserveMinor);
  }
  out.int(value.extensionCount);
  if (value.decisionUntil === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.decisionUntil);
  }
  out.int(value.graceMs);
  writeLotSummary(out, value.summary);
  out.count(value.earlierRuns.length);
  for (const item of value.earlierRuns) {
    writeEarlierRun(out, item);
  }
  out.byte(0);
}

function readLot(from: WireReader): Lot {
  return {
    lotId: from.string(),
    version: from.long(),
    kind: from.symbol(lotKind),
    site: from.string(),
    siteListingId: from.string(),
    status: from.symbol(lotStatus),
    statusReason: from.isNull() ? null : from.string(),
    currency: from.string(),
    priceMinor: from.isNull() ? null : from.long(),
    askMinor: from.isNull() ? null : from.long(),
    bidCount: from.isNull() ? null : from.int(),
    buyNowMinor: from.isNull() ? null : from.long(),
    reserve: from.symbol(lotReserve),
    startsAt: from.isNull() ? null : from.long(),
    endsAt: from.isNull() ? null : from.long(),
    endsAtPrecision: from.symbol(endsAtPrecision),
    correctionCount: from.int(),
    firstSeenAt: from.long(),
    observedAt: from.long(),
    publishedAt: from.long(),
    leaderAlias: from.isNull() ? null : from.int(),
    incTable: from.isNull() ? null : from.string(),
    granularityMinor: from.isNull() ? null : from.long(),
    reserveMinor: from.isNull() ? null : from.long(),
    extensionCount: from.int(),
    decisionUntil: from.isNull() ? null : from.long(),
    graceMs: from.int(),
    summary: readLotSummary(from),
    earlierRuns: readArray(from, () => readEarlierRun(from)),
  };
}

function writeEarlierRun(out: WireWriter, value: EarlierRun): void {
  out.long(value.endsAt);
  out.symbol(endsAtPrecision, value.endsAtPrecision);
  out.symbol(lotStatus, value.status);
  if (value.statusReason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.statusReason);
  }
  out.string(value.currency);
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.bidCount === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.bidCount);
  }
}

function readEarlierRun(from: WireReader): EarlierRun {
  return {
    endsAt: from.long(),
    endsAtPrecision: from.symbol(endsAtPrecision),
    status: from.symbol(lotStatus),
    statusReason: from.isNull() ? null : from.string(),
    currency: from.string(),
    priceMinor: from.isNull() ? null : from.long(),
    bidCount: from.isNull() ? null : from.int(),
  };
}

function writeOwnLot(out: WireWriter, value: OwnLot): void {
  writeLotTerms(out, value.terms);
  writeLotSummary(out, value.summary);
  out.symbol(bookStatus, value.status);
  if (value.statusReason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.statusReason);
  }
  out.long(value.seq);
  out.long(value.bookVersion);
  out.long(value.lotClock);
  out.long(value.endsAt);
  out.int(value.extensionCount);
  out.int(value.bidCount);
  out.int(value.aliasCount);
  out.long(value.orderCount);
  out.boolean(value.isBuyNowOpen);
  out.boolean(value.isReserveWaived);
  out.long(value.closedSeq);
  out.long(value.deadlineAt);
  out.long(value.counterMinor);
  if (value.winnerOrg === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.winnerOrg);
  }
  if (value.soldBy === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(awardedBy, value.soldBy);
  }
  out.long(value.soldMinor);
  out.long(value.createdAt);
  out.long(value.changedAt);
  out.count(value.parties.length);
  for (const item of value.parties) {
    writeParty(out, item);
  }
  out.byte(0);
}

function readOwnLot(from: WireReader): OwnLot {
  return {
    terms: readLotTerms(from),
    summary: readLotSummary(from),
    status: from.symbol(bookStatus),
    statusReason: from.isNull() ? null : from.string(),
    seq: from.long(),
    bookVersion: from.long(),
    lotClock: from.long(),
    endsAt: from.long(),
    extensionCount: from.int(),
    bidCount: from.int(),
    aliasCount: from.int(),
    orderCount: from.long(),
    isBuyNowOpen: from.boolean(),
    isReserveWaived: from.boolean(),
    closedSeq: from.long(),
    deadlineAt: from.long(),
    counterMinor: from.long(),
    winnerOrg: from.isNull() ? null : from.string(),
    soldBy: from.isNull() ? null : from.symbol(awardedBy),
    soldMinor: from.long(),
    createdAt: from.long(),
    changedAt: from.long(),
    parties: readArray(from, () => readParty(from)),
  };
}

function writeParty(out: WireWriter, value: Party): void {
  out.string(value.orgId);
  out.long(value.maxMinor);
  out.long(value.floorMinor);
  out.int(value.rank);
  out.long(value.order);
  out.string(value.userId);
  out.symbol(bidVia, value.via);
  out.int(value.alias);
  out.long(value.letterCount);
  out.count(value.seen.length);
  for (const item of value.seen) {
    writeSeenCommand(out, item);
  }
  out.byte(0);
}

function readParty(from: WireReader): Party {
  return {
    orgId: from.string(),
    maxMinor: from.long(),
    floorMinor: from.long(),
    rank: from.int(),
    order: from.long(),
    userId: from.string(),
    via: from.symbol(bidVia),
    alias: from.int(),
    letterCount: from.long(),
    seen: readArray(from, () => readSeenCommand(from)),
  };
}

function writeSeenCommand(out: WireWriter, value: SeenCommand): void {
  out.string(value.clientId);
  out.long(value.clientSeq);
  writeCommandContent(out, value.content);
  writeOutcome(out, value.outcome);
}

function readSeenCommand(from: WireReader): SeenCommand {
  return {
    clientId: from.string(),
    clientSeq: from.long(),
    content: readCommandContent(from),
    outcome: readOutcome(from),
  };
}

function writeCommandContent(out: WireWriter, value: CommandContent): void {
  out.string(value.type);
  out.string(value.kind);
  out.long(value.amountMinor);
  out.string(value.target);
}

function readCommandContent(from: WireReader): CommandContent {
  return {
    type: from.string(),
    kind: from.string(),
    amountMinor: from.long(),
    target: from.string(),
  };
}

function writeLotStub(out: WireWriter, value: LotStub): void {
  out.string(value.month);
  out.long(value.version);
  out.string(value.checksum);
  out.long(value.fetchSeq);
  out.long(value.firstSeenAt);
  out.boolean(value.restored);
}

function readLotStub(from: WireReader): LotStub {
  return {
    month: from.string(),
    version: from.long(),
    checksum: from.string(),
    fetchSeq: from.long(),
    firstSeenAt: from.long(),
    restored: from.boolean(),
  };
}

function writeLotEvent(out: WireWriter, value: LotEvent): void {
  out.string(value.lotId);
  out.long(value.seq);
  out.long(value.at);
  out.symbol(lotEventKind, value.kind);
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.askMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.askMinor);
  }
  if (value.leaderAlias === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.leaderAlias);
  }
  if (value.bidCount === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.bidCount);
  }
  if (value.reserveMet === null) out.byte(0);
  else {
    out.byte(2);
    out.boolean(value.reserveMet);
  }
  if (value.startsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.startsAt);
  }
  if (value.endsAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.endsAt);
  }
  if (value.extensionCount === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.extensionCount);
  }
  if (value.isMaterial === null) out.byte(0);
  else {
    out.byte(2);
    out.boolean(value.isMaterial);
  }
  if (value.until === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.until);
  }
  if (value.how === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(awardedBy, value.how);
  }
  if (value.reason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reason);
  }
}

function readLotEvent(from: WireReader): LotEvent {
  return {
    lotId: from.string(),
    seq: from.long(),
    at: from.long(),
    kind: from.symbol(lotEventKind),
    priceMinor: from.isNull() ? null : from.long(),
    askMinor: from.isNull() ? null : from.long(),
    leaderAlias: from.isNull() ? null : from.int(),
    bidCount: from.isNull() ? null : from.int(),
    reserveMet: from.isNull() ? null : from.boolean(),
    startsAt: from.isNull() ? null : from.long(),
    endsAt: from.isNull() ? null : from.long(),
    extensionCount: from.isNull() ? null : from.int(),
    isMaterial: from.isNull() ? null : from.boolean(),
    until: from.isNull() ? null : from.long(),
    how: from.isNull() ? null : from.symbol(awardedBy),
    reason: from.isNull() ? null : from.string(),
  };
}

function writePlacementState(out: WireWriter, value: PlacementState): void {
  if (value.position === null) out.byte(0);
  else {
    out.byte(2);
    writePosition(out, value.position);
  }
  if (value.entry === null) out.byte(0);
  else {
    out.byte(2);
    writePlacement(out, value.entry);
  }
}

function readPlacementState(from: WireReader): PlacementState {
  return {
    position: from.isNull() ? null : readPosition(from),
    entry: from.isNull() ? null : readPlacement(from),
  };
}

function writeRawListing(out: WireWriter, value: RawListing): void {
  out.symbol(rawKind, value.kind);
  out.string(value.site);
  if (value.siteListingId === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.siteListingId);
  }
  out.string(value.delivery);
  out.string(value.snapshotId);
  out.long(value.sequence);
  out.long(value.observedAt);
  out.long(value.publishedAt);
  if (value.listing === null) out.byte(0);
  else {
    out.byte(2);
    writeRawBody(out, value.listing);
  }
  if (value.started === null) out.byte(0);
  else {
    out.byte(2);
    writeSnapshotStarted(out, value.started);
  }
  if (value.completed === null) out.byte(0);
  else {
    out.byte(2);
    writeSnapshotCompleted(out, value.completed);
  }
  if (value.unreadable === null) out.byte(0);
  else {
    out.byte(2);
    writeUnreadableRecord(out, value.unreadable);
  }
}

function readRawListing(from: WireReader): RawListing {
  return {
    kind: from.symbol(rawKind),
    site: from.string(),
    siteListingId: from.isNull() ? null : from.string(),
    delivery: from.string(),
    snapshotId: from.string(),
    sequence: from.long(),
    observedAt: from.long(),
    publishedAt: from.long(),
    listing: from.isNull() ? null : readRawBody(from),
    started: from.isNull() ? null : readSnapshotStarted(from),
    completed: from.isNull() ? null : readSnapshotCompleted(from),
    unreadable: from.isNull() ? null : readUnreadableRecord(from),
  };
}

function writeRawBody(out: WireWriter, value: RawBody): void {
  out.int(value.row);
  out.string(value.layout);
  out.count(value.cells.length);
  for (const item of value.cells) {
    out.string(item);
  }
  out.byte(0);
  out.string(value.encoding);
  out.binary(value.payload);
}

function readRawBody(from: WireReader): RawBody {
  return {
    row: from.int(),
    layout: from.string(),
    cells: readArray(from, () => from.string()),
    encoding: from.string(),
    payload: from.binary(),
  };
}

function writeSnapshotStarted(out: WireWriter, value: SnapshotStarted): void {
  out.string(value.source);
}

function readSnapshotStarted(from: WireReader): SnapshotStarted {
  return {
    source: from.string(),
  };
}

function writeSnapshotCompleted(out: WireWriter, value: SnapshotCompleted): void {
  out.int(value.rows);
  out.int(value.published);
  out.int(value.rejected);
  out.long(value.bytes);
  out.string(value.sha256);
  out.boolean(value.complete);
  if (value.reason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reason);
  }
}

function readSnapshotCompleted(from: WireReader): SnapshotCompleted {
  return {
    rows: from.int(),
    published: from.int(),
    rejected: from.int(),
    bytes: from.long(),
    sha256: from.string(),
    complete: from.boolean(),
    reason: from.isNull() ? null : from.string(),
  };
}

function writeUnreadableRecord(out: WireWriter, value: UnreadableRecord): void {
  out.int(value.row);
  out.string(value.reason);
  out.binary(value.payload);
}

function readUnreadableRecord(from: WireReader): UnreadableRecord {
  return {
    row: from.int(),
    reason: from.string(),
    payload: from.binary(),
  };
}

function writeRobotState(out: WireWriter, value: RobotState): void {
  out.string(value.robotId);
  out.string(value.orgId);
  out.long(value.revision);
  out.symbol(robotStatus, value.status);
  if (value.statusReason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.statusReason);
  }
  out.count(value.lots.length);
  for (const item of value.lots) {
    writeRobotLotState(out, item);
  }
  out.byte(0);
  out.long(value.deedCount);
  out.count(value.deeds.length);
  for (const item of value.deeds) {
    writeRobotDeed(out, item);
  }
  out.byte(0);
}

function readRobotState(from: WireReader): RobotState {
  return {
    robotId: from.string(),
    orgId: from.string(),
    revision: from.long(),
    status: from.symbol(robotStatus),
    statusReason: from.isNull() ? null : from.string(),
    lots: readArray(from, () => readRobotLotState(from)),
    deedCount: from.long(),
    deeds: readArray(from, () => readRobotDeed(from)),
  };
}

function writeRobotLotState(out: WireWriter, value: RobotLotState): void {
  out.string(value.lotId);
  out.long(value.clientSeq);
  out.long(value.decidedSeq);
  out.long(value.decidedAt);
  if (value.inFlight === null) out.byte(0);
  else {
    out.byte(2);
    writeRobotBidInFlight(out, value.inFlight);
  }
  out.boolean(value.wasLeading);
  out.boolean(value.isDone);
  if (value.end === null) out.byte(0);
  else {
    out.byte(2);
    out.symbol(robotLotEnd, value.end);
  }
  out.string(value.remark);
}

function readRobotLotState(from: WireReader): RobotLotState {
  return {
    lotId: from.string(),
    clientSeq: from.long(),
    decidedSeq: from.long(),
    decidedAt: from.long(),
    inFlight: from.isNull() ? null : readRobotBidInFlight(from),
    wasLeading: from.boolean(),
    isDone: from.boolean(),
    end: from.isNull() ? null : from.symbol(robotLotEnd),
    remark: from.string(),
  };
}

function writeRobotBidInFlight(out: WireWriter, value: RobotBidInFlight): void {
  out.long(value.clientSeq);
  out.symbol(bidKind, value.kind);
  out.long(value.amountMinor);
  out.long(value.sentAt);
}

function readRobotBidInFlight(from: WireReader): RobotBidInFlight {
  return {
    clientSeq: from.long(),
    kind: from.symbol(bidKind),
    amountMinor: from.long(),
    sentAt: from.long(),
  };
}

function writeRobotDeed(out: WireWriter, value: RobotDeed): void {
  out.long(value.number);
  out.long(value.at);
  out.symbol(robotDeedKind, value.kind);
  if (value.lotId === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.lotId);
  }
  if (value.reason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reason);
  }
  if (value.amountMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.amountMinor);
  }
  if (value.priceMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.priceMinor);
  }
  if (value.askMinor === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.askMinor);
  }
}

function readRobotDeed(from: WireReader): RobotDeed {
  return {
    number: from.long(),
    at: from.long(),
    kind: from.symbol(robotDeedKind),
    lotId: from.isNull() ? null : from.string(),
    reason: from.isNull() ? null : from.string(),
    amountMinor: from.isNull() ? null : from.long(),
    priceMinor: from.isNull() ? null : from.long(),
    askMinor: from.isNull() ? null : from.long(),
  };
}

function writeSiteStatus(out: WireWriter, value: SiteStatus): void {
  out.string(value.site);
  out.string(value.name);
  out.symbol(feedState, value.state);
  if (value.reason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reason);
  }
  out.long(value.at);
  out.long(value.pollIntervalMs);
  if (value.lastAttemptAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.lastAttemptAt);
  }
  if (value.lastSuccessAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.lastSuccessAt);
  }
  if (value.nextRunAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.nextRunAt);
  }
  if (value.pausedAt === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.pausedAt);
  }
  out.int(value.consecutiveFailureCount);
  if (value.lastSnapshot === null) out.byte(0);
  else {
    out.byte(2);
    writeSiteSnapshot(out, value.lastSnapshot);
  }
}

function readSiteStatus(from: WireReader): SiteStatus {
  return {
    site: from.string(),
    name: from.string(),
    state: from.symbol(feedState),
    reason: from.isNull() ? null : from.string(),
    at: from.long(),
    pollIntervalMs: from.long(),
    lastAttemptAt: from.isNull() ? null : from.long(),
    lastSuccessAt: from.isNull() ? null : from.long(),
    nextRunAt: from.isNull() ? null : from.long(),
    pausedAt: from.isNull() ? null : from.long(),
    consecutiveFailureCount: from.int(),
    lastSnapshot: from.isNull() ? null : readSiteSnapshot(from),
  };
}

function writeSiteSnapshot(out: WireWriter, value: SiteSnapshot): void {
  out.string(value.snapshotId);
  out.string(value.delivery);
  out.long(value.sequence);
  out.long(value.observedAt);
  out.long(value.completedAt);
  out.int(value.rows);
  out.int(value.published);
  out.int(value.rejected);
  out.boolean(value.complete);
  if (value.reason === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.reason);
  }
}

function readSiteSnapshot(from: WireReader): SiteSnapshot {
  return {
    snapshotId: from.string(),
    delivery: from.string(),
    sequence: from.long(),
    observedAt: from.long(),
    completedAt: from.long(),
    rows: from.int(),
    published: from.int(),
    rejected: from.int(),
    complete: from.boolean(),
    reason: from.isNull() ? null : from.string(),
  };
}

function writeVehicleCommand(out: WireWriter, value: VehicleCommand): void {
  out.symbol(vehicleCommandKind, value.kind);
  out.string(value.vehicleId);
  out.string(value.site);
  out.string(value.siteListingId);
  out.string(value.lotId);
  out.long(value.listingVersion);
  if (value.facts === null) out.byte(0);
  else {
    out.byte(2);
    writeVehicleFacts(out, value.facts);
  }
}

function readVehicleCommand(from: WireReader): VehicleCommand {
  return {
    kind: from.symbol(vehicleCommandKind),
    vehicleId: from.string(),
    site: from.string(),
    siteListingId: from.string(),
    lotId: from.string(),
    listingVersion: from.long(),
    facts: from.isNull() ? null : readVehicleFacts(from),
  };
}

function writeVehicleFacts(out: WireWriter, value: VehicleFacts): void {
  if (value.vin === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.vin);
  }
  if (value.year === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.year);
  }
  if (value.make === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.make);
  }
  if (value.model === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.model);
  }
  if (value.trim === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.trim);
  }
  if (value.body === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.body);
  }
  if (value.color === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.color);
  }
  if (value.odometer === null) out.byte(0);
  else {
    out.byte(2);
    out.long(value.odometer);
  }
  if (value.odometerUnit === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.odometerUnit);
  }
  out.long(value.observedAt);
  if (value.titleState === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.titleState);
  }
  if (value.titleCode === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.titleCode);
  }
}

function readVehicleFacts(from: WireReader): VehicleFacts {
  return {
    vin: from.isNull() ? null : from.string(),
    year: from.isNull() ? null : from.int(),
    make: from.isNull() ? null : from.string(),
    model: from.isNull() ? null : from.string(),
    trim: from.isNull() ? null : from.string(),
    body: from.isNull() ? null : from.string(),
    color: from.isNull() ? null : from.string(),
    odometer: from.isNull() ? null : from.long(),
    odometerUnit: from.isNull() ? null : from.string(),
    observedAt: from.long(),
    titleState: from.isNull() ? null : from.string(),
    titleCode: from.isNull() ? null : from.string(),
  };
}

function writeVehicleState(out: WireWriter, value: VehicleState): void {
  if (value.position === null) out.byte(0);
  else {
    out.byte(2);
    writePosition(out, value.position);
  }
  if (value.entry === null) out.byte(0);
  else {
    out.byte(2);
    writeVehicle(out, value.entry);
  }
}

function readVehicleState(from: WireReader): VehicleState {
  return {
    position: from.isNull() ? null : readPosition(from),
    entry: from.isNull() ? null : readVehicle(from),
  };
}

function writeVehicle(out: WireWriter, value: Vehicle): void {
  out.string(value.vehicleId);
  out.long(value.version);
  if (value.vin === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.vin);
  }
  if (value.year === null) out.byte(0);
  else {
    out.byte(2);
    out.int(value.year);
  }
  if (value.make === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.make);
  }
  if (value.model === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.model);
  }
  if (value.trim === null) out.byte(0);
  else {
    out.byte(2);
    out.string(value.trim);
  }
  out.count(value.listings.length);
  for (const item of value.listings) {
    writeVehicleListing(out, item);
  }
  out.byte(0);
  out.count(value.conflicts.length);
  for (const item of value.conflicts) {
    writeVehicleConflict(out, item);
  }
  out.byte(0);
}

function readVehicle(from: WireReader): Vehicle {
  return {
    vehicleId: from.string(),
    version: from.long(),
    vin: from.isNull() ? null : from.string(),
    year: from.isNull() ? null : from.int(),
    make: from.isNull() ? null : from.string(),
    model: from.isNull() ? null : from.string(),
    trim: from.isNull() ? null : from.string(),
    listings: readArray(from, () => readVehicleListing(from)),
    conflicts: readArray(from, () => readVehicleConflict(from)),
  };
}

function writeVehicleListing(out: WireWriter, value: VehicleListing): void {
  out.string(value.site);
  out.string(value.siteListingId);
  out.string(value.lotId);
  out.long(value.listingVersion);
  writeVehicleFacts(out, value.facts);
}

function readVehicleListing(from: WireReader): VehicleListing {
  return {
    site: from.string(),
    siteListingId: from.string(),
    lotId: from.string(),
    listingVersion: from.long(),
    facts: readVehicleFacts(from),
  };
}

function writeVehicleConflict(out: WireWriter, value: VehicleConflict): void {
  out.string(value.field);
  out.count(value.statements.length);
  for (const item of value.statements) {
    writeConflictingStatement(out, item);
  }
  out.byte(0);
}

function readVehicleConflict(from: WireReader): VehicleConflict {
  return {
    field: from.string(),
    statements: readArray(from, () => readConflictingStatement(from)),
  };
}

function writeConflictingStatement(out: WireWriter, value: ConflictingStatement): void {
  out.string(value.value);
  out.string(value.site);
  out.string(value.siteListingId);
  out.long(value.observedAt);
}

function readConflictingStatement(from: WireReader): ConflictingStatement {
  return {
    value: from.string(),
    site: from.string(),
    siteListingId: from.string(),
    observedAt: from.long(),
  };
}

/** How the records of a topic are written and read, by the name of their schema. */
export const wire: {
    readonly [N in keyof Records]: {
        readonly write: (out: WireWriter, value: Records[N]) => void;
        readonly read: (from: WireReader) => Records[N];
      };
  } = {
    AuditEvent: { write: writeAuditEvent, read: readAuditEvent },
    ConnectorState: { write: writeConnectorState, read: readConnectorState },
    LimitCommand: { write: writeLimitCommand, read: readLimitCommand },
    LimitState: { write: writeLimitState, read: readLimitState },
    ListingCommand: { write: writeListingCommand, read: readListingCommand },
    ListingSnapshot: { write: writeListingSnapshot, read: readListingSnapshot },
    ListingState: { write: writeListingState, read: readListingState },
    Listing: { write: writeListing, read: readListing },
    LotBook: { write: writeLotBook, read: readLotBook },
    LotCommand: { write: writeLotCommand, read: readLotCommand },
    LotEvent: { write: writeLotEvent, read: readLotEvent },
    LotOutcome: { write: writeLotOutcome, read: readLotOutcome },
    Lot: { write: writeLot, read: readLot },
    PlacementCommand: { write: writePlacementCommand, read: readPlacementCommand },
    PlacementState: { write: writePlacementState, read: readPlacementState },
    RawListing: { write: writeRawListing, read: readRawListing },
    RobotState: { write: writeRobotState, read: readRobotState },
    SiteStatus: { write: writeSiteStatus, read: readSiteStatus },
    VehicleCommand: { write: writeVehicleCommand, read: readVehicleCommand },
    VehicleState: { write: writeVehicleState, read: readVehicleState },
    Vehicle: { write: writeVehicle, read: readVehicle },
  };
