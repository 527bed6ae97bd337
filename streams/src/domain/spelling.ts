/** One spelling for names that feeds write in several ways. Unknown names stay as printed. */

/** Makes by the spellings seen in feeds; the key is upper case with single blanks. */
const makes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'ALFA ROMEO': ['ALFA', 'ALFA-ROMEO'],
    CATERPILLAR: ['CATERILLAR', 'CAT'],
    CHEVROLET: ['CHEV', 'CHEVY', 'CHEVROLET TRUCK/VAN'],
    CHRYSLER: ['CHRY'],
    DODGE: ['DODG', 'DODGE TRUCK/VAN'],
    FORD: ['FORD TRUCK/VAN'],
    'FOREST RIVER': ['FORESRIVER', 'FORESTRIVER', 'FRRV'],
    FREIGHTLINER: ['FREIGLINER', 'FRHT'],
    GMC: ['GMC TRUCK/VAN'],
    'HARLEY-DAVIDSON': ['HARLEY DAVIDSON', 'HARLEY'],
    HONDA: ['HOND', 'HONDA TRUCK/VAN'],
    HYUNDAI: ['HYUN'],
    INTERNATIONAL: ['INTERNATIO', 'INTL'],
    JEEP: ['JEP'],
    LEXUS: ['LEXS'],
    'LAND ROVER': ['LANDROVER', 'LNDR', 'LAND-ROVER'],
    'MERCEDES-BENZ': ['MERCEDES BENZ', 'MERCEDES', 'MERZ', 'MERCEDESBENZ'],
    MITSUBISHI: ['MITS'],
    NISSAN: ['NISS', 'NISSAN TRUCK/VAN'],
    PETERBILT: ['PTRB'],
    POLARIS: ['POLS'],
    RAM: ['RAM TRUCKS', 'DODGE/RAM TRUCK/VAN', 'RAM TRUCK/VAN'],
    'ROLLS-ROYCE': ['ROLLS ROYCE'],
    SUBARU: ['SUBA'],
    SUZUKI: ['SUZI', 'SUZI-SUZUKI'],
    TOYOTA: ['TOYT', 'TOYOTA TRUCK/VAN'],
    VOLKSWAGEN: ['VOLK', 'VW', 'VOLKSWAGON'],
    WINNEBAGO: ['WINNIBAGO'],
    YAMAHA: ['YAM'],
  }).flatMap(([make, spellings]) =>
    spellings.map((spelling): [string, string] => [spelling, make]),
  ),
);

/** Makes that need no other spelling, for finding one in a title. */
const plainMakes = [
  ...[
    'ACURA',
    'AM GENERAL',
    'AMC',
    'ARCTIC CAT',
    'ASTON MARTIN',
    'AUDI',
    'AUSTIN-HEALEY',
    'AUTOCAR',
  ],
  ...['BENTLEY', 'BLUE BIRD', 'BMW', 'BUGATTI', 'BUICK', 'CADILLAC', 'CAN-AM', 'CASE', 'CHRYSLER'],
  ...['CITROEN', 'COACHMEN', 'DATSUN', 'DELOREAN', 'DUCATI', 'E-ONE', 'FERRARI', 'FIAT', 'FISKER'],
  ...['FREIGHTLINER', 'GENESIS', 'HINO', 'HUDSON', 'HUMMER', 'INFINITI', 'ISUZU', 'JAGUAR'],
  ...['JOHN DEERE', 'KAWASAKI', 'KENWORTH', 'KIA', 'KTM', 'KUBOTA', 'LAMBORGHINI', 'LANCIA'],
  ...['LINCOLN', 'LOTUS', 'LUCID', 'MACK', 'MASERATI', 'MAYBACH', 'MAZDA', 'MCLAREN', 'MERCURY'],
  ...['MG', 'MINI', 'MORGAN', 'NAVISTAR', 'OLDSMOBILE', 'OSHKOSH', 'PACKARD', 'PIERCE', 'PLYMOUTH'],
  ...['POLESTAR', 'PONTIAC', 'PORSCHE', 'RENAULT', 'PEUGEOT', 'RIVIAN', 'SAAB', 'SATURN', 'SCION'],
  ...['SHELBY', 'SKI-DOO', 'SMART', 'STERLING', 'STUDEBAKER', 'SUNBEAM', 'TESLA', 'THOMAS BUILT'],
  ...['TRIUMPH', 'VOLVO', 'WESTERN STAR', 'WORKHORSE', 'WILLYS'],
];

/** Every spelling of a make this program knows, in upper case. */
export const knownMakes: ReadonlySet<string> = new Set([
  ...plainMakes,
  ...makes.keys(),
  ...makes.values(),
]);

/** @param printed make as the site prints it, without padding */
export function oneMake(printed: string): string {
  const upper = printed.toUpperCase();
  return makes.get(upper) ?? upper;
}

const drives: ReadonlyMap<string, string | null> = new Map([
  ['4X4 W/FRONT WHEEL DRIVE', '4X4 W/FRONT WHL DRV'],
  ['4X4 W/REAR WHEEL DRIVE', '4X4 W/REAR WHEEL DRV'],
  ['ALL WHEEL DRIVE (AWD)', 'ALL WHEEL DRIVE'],
  ['AWD', 'ALL WHEEL DRIVE'],
  ['FOUR BY FOUR', '4X4'],
  ['FRONT WHEEL DRIVE W/4X4', '4X4 W/FRONT WHL DRV'],
  ['FWD', 'FRONT WHEEL DRIVE'],
  ['REAR WHEEL DRIVE W/4X4', '4X4 W/REAR WHEEL DRV'],
  ['RWD', 'REAR WHEEL DRIVE'],
  ['UNKNOWN', null],
]);

/** @returns the drive in upper case under one spelling; null when the site says it is unknown */
export function oneDrive(printed: string): string | null {
  const upper = printed.toUpperCase().replaceAll('-', ' ');
  const known = drives.get(upper);
  return known === undefined ? upper : known;
}
