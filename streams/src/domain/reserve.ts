export type Reserve = 'UNKNOWN' | 'NONE' | 'NOT_MET' | 'MET' | 'ON_APPROVAL';

/**
 * Reserve by a Copart sale status. `On Minimum Bid` says that there is one and not whether it is met,
 * so it is UNKNOWN like every status we have not seen (feeds.md section 3).
 */
export function reserveOfSaleStatus(status: string | null): Reserve {
  switch (status?.toUpperCase()) {
    case 'PURE SALE':
      return 'NONE';
    case 'ON APPROVAL':
      return 'ON_APPROVAL';
    default:
      return 'UNKNOWN';
  }
}
