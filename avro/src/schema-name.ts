/** Names of the top-level records in `schemas/`. */
export type SchemaName =
  | 'RawListing'
  | 'Listing'
  | 'ListingState'
  | 'ListingSnapshot'
  | 'VehicleCommand'
  | 'Vehicle'
  | 'VehicleState'
  | 'LotCommand'
  | 'Lot'
  | 'LotBook'
  | 'LotOutcome'
  | 'LotEvent'
  | 'LimitCommand'
  | 'LimitState'
  | 'SiteStatus'
  | 'ConnectorState'
  | 'AuditEvent';
