/** The made-up market's places: yards that do not exist in towns and postal codes that do. */

export interface Yard {
  readonly number: number;
  readonly name: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly country: 'USA' | 'CAN';
  readonly currency: 'USD' | 'CAD';
  /** IANA name of the place's time zone. */
  readonly zone: string;
}

type Row = [name: string, city: string, state: string, zip: string, zone: string];

const eastern = 'America/New_York';
const central = 'America/Chicago';
const mountain = 'America/Denver';
const pacific = 'America/Los_Angeles';

const rows: readonly Row[] = [
  ['CA - SIM VALLEY', 'FAIRFIELD', 'CA', '94533 6401', pacific],
  ['CA - SIM HARBOR', 'LONG BEACH', 'CA', '90805', pacific],
  ['WHOLESALE AUCTION', 'FRESNO', 'CA', '93706 1234', pacific],
  ['WA - SIM NORTH', 'SPOKANE', 'WA', '99216', pacific],
  ['OR - SIM RIVER', 'SALEM', 'OR', '97301 5512', pacific],
  ['NV - SIM DESERT', 'RENO', 'NV', '89502', pacific],
  ['AZ - SIM MESA', 'MESA', 'AZ', '85201', 'America/Phoenix'],
  ['CO - SIM PEAK', 'DENVER', 'CO', '80216 3009', mountain],
  ['UT - SIM LAKE', 'OGDEN', 'UT', '84401', mountain],
  ['TX - SIM WEST', 'DALLAS', 'TX', '75212', central],
  ['TX - SIM GULF', 'HOUSTON', 'TX', '77029 1101', central],
  ['TX - SIM PLAINS', 'LUBBOCK', 'TX', '79404', central],
  ['IL - SIM LAKES', 'ELGIN', 'IL', '60120', central],
  ['MN - SIM TWIN', 'SAINT CLOUD', 'MN', '56301 2207', central],
  ['MO - SIM ARCH', 'COLUMBIA', 'MO', '65202', central],
  ['LA - SIM BAYOU', 'SHREVEPORT', 'LA', '71119', central],
  ['FL - SIM COAST', 'MIAMI', 'FL', '33147 4410', eastern],
  ['FL - SIM CENTRAL', 'ORLANDO', 'FL', '32824', eastern],
  ['GA - SIM PEACH', 'MACON', 'GA', '31216', eastern],
  ['NC - SIM PINES', 'RALEIGH', 'NC', '27610 9906', eastern],
  ['PA - SIM STEEL', 'SCRANTON', 'PA', '18505', eastern],
  ['NY - SIM HUDSON', 'ALBANY', 'NY', '12205', eastern],
  ['NJ - SIM SHORE', 'TRENTON', 'NJ', '08611 0765', eastern],
  ['CT - SIM HARTFORD', 'HARTFORD', 'CT', '06114 9765', eastern],
  ['OH - SIM ERIE', 'DAYTON', 'OH', '45417', eastern],
  ['MI - SIM MOTOR', 'LANSING', 'MI', '48911', 'America/Detroit'],
  ['RENTAL VEHICLE SALE', 'ATLANTA', 'GA', '30354', eastern],
  ['AK - SIM FROST', 'ANCHORAGE', 'AK', '99501', 'America/Anchorage'],
  ['HI - SIM ISLAND', 'KAPOLEI', 'HI', '96707', 'Pacific/Honolulu'],
  ['ON - SIM TORONTO', 'LONDON', 'ON', 'N6N 1L0', 'America/Toronto'],
  ['ONTARIO AUCTION', 'OTTAWA', 'ON', 'K1G 4A1', 'America/Toronto'],
  ['QC - SIM MONTREAL', 'LAVAL', 'QC', 'H7L 2E6', 'America/Toronto'],
  ['AB - SIM PRAIRIE', 'CALGARY', 'AB', 'T2C 1V8', 'America/Edmonton'],
  ['BC - SIM PACIFIC', 'SURREY', 'BC', 'V3T 4W2', 'America/Vancouver'],
  ['NB - SIM FUNDY', 'MONCTON', 'NB', 'E1G 2K4', 'America/Moncton'],
  ['NS - SIM ATLANTIC', 'HALIFAX', 'NS', 'B3S 1C5', 'America/Halifax'],
];

const firstYardNumber = 701;
const canadianStates = ['ON', 'QC', 'AB', 'BC', 'NB', 'NS'];

export const yards: readonly Yard[] = rows.map(([name, city, state, zip, zone], index) => {
  const isCanadian = canadianStates.includes(state);
  return {
    number: firstYardNumber + index,
    name,
    city,
    state,
    zip,
    country: isCanadian ? 'CAN' : 'USA',
    currency: isCanadian ? 'CAD' : 'USD',
    zone,
  };
});
