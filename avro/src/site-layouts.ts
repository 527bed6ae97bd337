/** Cell orders of the sites that answer in JSON or in files of many shapes; Copart's is in layouts.ts. */

/** What a connector binds to and the normaliser reads: a name with a version, and the cells' order. */
export interface Layout<C extends string = string> {
  readonly layout: string;
  readonly cells: readonly C[];
}

/** GSA Auctions v2. The keys of the live answer; contacts are personal data and have no cell. */
export const gsaAuction = {
  layout: 'gsa-auction@1',
  cells: [
    'saleNo',
    'lotNo',
    'aucStartDt',
    'aucEndDt',
    'itemName',
    'propertyAddr1',
    'propertyCity',
    'propertyState',
    'propertyZip',
    'auctionStatus',
    'biddersCount',
    'lotInfo',
    'reserve',
    'aucIncrement',
    'highBidAmount',
    'inactivityTime',
    'agencyName',
    'bureauName',
    'itemDescURL',
    'imageURL',
  ],
} as const;
export type GsaCell = (typeof gsaAuction.cells)[number];

/** GovDeals and AllSurplus: a search row (or detail) and what the bid box adds to it. */
export const govdealsAsset = {
  layout: 'govdeals-asset@1',
  cells: [
    'assetId',
    'accountId',
    'auctionId',
    'businessId',
    'assetShortDescription',
    'makebrand',
    'model',
    'modelYear',
    'assetCategory',
    'vinserial',
    'meter',
    'locationCity',
    'locationState',
    'locationZip',
    'country',
    'assetAuctionStartDate',
    'assetAuctionEndDateUtc',
    'currencyCode',
    'currentBid',
    'bidCount',
    'assetBidIncrement',
    'assetStatusCd',
    'soldAmount',
    'isReserveNotMet',
    'hasReservePrice',
    'autoExtensionCount',
    'photo',
  ],
} as const;
export type GovdealsCell = (typeof govdealsAsset.cells)[number];

/**
 * eBay Browse: an item summary and, where it was asked for, the item itself. A price has four cells:
 * as shown, and as it was before the site converted it.
 */
export const ebayItem = {
  layout: 'ebay-item@1',
  cells: [
    'itemId',
    'legacyItemId',
    'title',
    'categories',
    'condition',
    'buyingOptions',
    'bidCount',
    'uniqueBidderCount',
    'currentBid',
    'currentBidCurrency',
    'currentBidFrom',
    'currentBidFromCurrency',
    'price',
    'priceCurrency',
    'priceFrom',
    'priceFromCurrency',
    'minimumPriceToBid',
    'minimumPriceToBidCurrency',
    'minimumPriceToBidFrom',
    'minimumPriceToBidFromCurrency',
    'isDetailed',
    'reservePriceMet',
    'itemEndDate',
    'itemWebUrl',
    'images',
    'city',
    'stateOrProvince',
    'postalCode',
    'country',
    'aspects',
  ],
} as const;
export type EbayCell = (typeof ebayItem.cells)[number];

/** Bring a Trailer: an item of the board's script variable, or of the list of completed auctions. */
export const batAuction = {
  layout: 'bat-auction@1',
  cells: [
    'id',
    'title',
    'year',
    'current_bid',
    'currency',
    'timestamp_end',
    'sold_text',
    'noreserve',
    'country_code',
    'url',
    'thumbnail_url',
  ],
} as const;
export type BatCell = (typeof batAuction.cells)[number];

/** Manheim: a listing of the search or of its own address, on one channel (OVE, Simulcast). */
export const manheimListing = {
  layout: 'manheim-listing@1',
  cells: [
    'id',
    'source',
    'href',
    'status',
    'vin',
    'year',
    'make',
    'models',
    'trims',
    'bodyType',
    'exteriorColor',
    'odometer',
    'odometerUnits',
    'bidPrice',
    'bidCount',
    'buyNowPrice',
    'soldPrice',
    'currency',
    'mmrPrice',
    'conditionGradeNumeric',
    'auctionStartTime',
    'auctionEndTime',
    'saleDate',
    'laneNumber',
    'runNumber',
    'light',
    'asIs',
    'titleStatus',
    'announcements',
    'pickupLocationCity',
    'pickupLocationState',
    'pickupLocationZip',
    'pickupLocationCountry',
    'images',
    'conditionReportUrl',
    'updatedAt',
  ],
} as const;
export type ManheimCell = (typeof manheimListing.cells)[number];

/**
 * A vehicle of a sender's file, after its mapping. Texts as the sender wrote them but for units and
 * currencies, which stand beside their values, and instants, which are epoch ms in decimal.
 */
export const dealerVehicle = {
  layout: 'dealer-vehicle@1',
  cells: [
    'id',
    'url',
    'title',
    'vin',
    'year',
    'make',
    'model',
    'trim',
    'body',
    'color',
    'odometer',
    'odometerUnit',
    'odometerBrand',
    'damage',
    'titleState',
    'titleCode',
    'runs',
    'condition',
    'hasKeys',
    'engine',
    'drive',
    'transmission',
    'fuel',
    'cylinders',
    'city',
    'state',
    'zip',
    'country',
    'yard',
    'saleStart',
    'saleEnd',
    'currency',
    'currentBid',
    'bidCount',
    'buyNow',
    'sold',
    'retailValue',
    'repairCost',
    'saleStatus',
    'images',
    'note',
    'grade',
    'updatedAt',
  ],
} as const;
export type DealerCell = (typeof dealerVehicle.cells)[number];

/** All of the above, for whoever shows cells by their names. */
export const siteLayouts: readonly Layout[] = [
  gsaAuction,
  govdealsAsset,
  ebayItem,
  batAuction,
  manheimListing,
  dealerVehicle,
];
