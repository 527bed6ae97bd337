/** Cell orders of RawListing.listing.cells: what a connector binds to and the normaliser reads. */

/** Copart sales data, the site's 59 columns of 2025 under our names. Bind by header name, never by position. */
export const copartSalesdata = {
  layout: 'copart-salesdata@1',
  cells: [
    'id', 'yardNumber', 'yardName', 'saleDate', 'dayOfWeek', 'saleTime', 'timeZone', 'itemNumber',
    'lotNumber', 'vehicleType', 'year', 'make', 'modelGroup', 'modelDetail', 'bodyStyle', 'color',
    'damageDescription', 'secondaryDamage', 'saleTitleState', 'saleTitleType', 'hasKeys',
    'lotConditionCode', 'vin', 'odometer', 'odometerBrand', 'retailValue', 'repairCost', 'engine',
    'drive', 'transmission', 'fuelType', 'cylinders', 'runsDrives', 'saleStatus', 'highBid',
    'specialNote', 'locationCity', 'locationState', 'locationZip', 'locationCountry',
    'currencyCode', 'imageThumbnail', 'createdAt', 'gridRow', 'makeAnOffer', 'buyItNowPrice',
    'imageUrl', 'trim', 'lastUpdatedAt', 'rentals', 'copartSelect', 'sellerName', 'offsiteAddress',
    'offsiteState', 'offsiteCity', 'offsiteZip', 'saleLight', 'autoGrade', 'announcements',
  ],
} as const;

export type CopartCell = (typeof copartSalesdata.cells)[number];
