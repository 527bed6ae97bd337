/** What the made-up market sells: makes and models people know, with prices of no real car. */

export interface Model {
  readonly make: string;
  readonly model: string;
  readonly details: readonly string[];
  readonly body: string;
  /** World manufacturer identifier. */
  readonly maker: string;
  readonly engine: string;
  readonly cylinders: string;
  readonly fuel: string;
  readonly drive: string;
  readonly trims: readonly string[];
  /** V automobile, C motorcycle, A all-terrain, U heavy duty, E industrial … (feeds.md section 3). */
  readonly type: string;
  /** Value when new, whole units of the yard's currency. */
  readonly newValue: number;
}

const front = 'FRONT WHEEL DRIVE';
const rear = 'REAR-WHEEL DRIVE';
const all = 'ALL WHEEL DRIVE';
const four = '4X4 W/FRONT WHL DRV';
const sedan = 'SEDAN 4DR';
const suv = 'SPORT UTILITY VEHICLE';
const pickup = 'CREW PICKUP';

type Row = [
  make: string,
  model: string,
  details: string,
  body: string,
  maker: string,
  engine: string,
  drive: string,
  trims: string,
  newValue: number,
  fuel?: string,
  type?: string,
];

// prettier-ignore
const rows: readonly Row[] = [
  ['TOYOTA', 'CAMRY', 'CAMRY|CAMRY SE', sedan, '4T1', '2.5L 4', front, 'LE|SE|XLE', 28_000],
  ['TOYOTA', 'COROLLA', 'COROLLA', sedan, '5YF', '1.8L 4', front, 'L|LE|SE', 22_000],
  ['TOYOTA', 'RAV4', 'RAV4', suv, '2T3', '2.5L 4', all, 'LE|XLE|LIMITED', 31_000],
  ['TOYOTA', 'TACOMA', 'TACOMA DOU', pickup, '3TM', '3.5L 6', four, 'SR5|TRD', 38_000],
  ['TOYOTA', 'PRIUS', 'PRIUS', 'HATCHBACK', 'JTD', '1.8L 4', front, 'L|LE', 29_000, 'HYBRID ENGINE'],
  ['HONDA', 'ACCORD', 'ACCORD|ACCORD LX', sedan, '1HG', '1.5L 4', front, 'LX|EX|SPORT', 28_500],
  ['HONDA', 'CIVIC', 'CIVIC', sedan, '2HG', '2.0L 4', front, 'LX|EX', 24_000],
  ['HONDA', 'CR-V', 'CR-V EX', suv, '7FA', '1.5L 4', all, 'LX|EX|EXL', 32_000],
  ['HONDA', 'ODYSSEY', 'ODYSSEY EX', 'SPORTS VAN', '5FN', '3.5L 6', front, 'EX|EXL', 37_000],
  ['FORD', 'F150', 'F150 SUPER|F150 SUPERCREW', pickup, '1FT', '3.5L 6', four, 'XL|XLT|LARIAT', 45_000],
  ['FORD', 'ESCAPE', 'ESCAPE SE', suv, '1FM', '1.5L 3', front, 'S|SE|SEL', 29_000],
  ['FORD', 'EXPLORER', 'EXPLORER X', suv, '1FM', '2.3L 4', all, 'XLT|LIMITED', 40_000],
  ['FORD', 'MUSTANG', 'MUSTANG', 'COUPE', '1FA', '5.0L 8', rear, 'GT', 42_000],
  ['FORD', 'TRANSIT', 'TRANSIT CO', 'VAN CARGO', 'NM0', '2.0L 4', front, 'XL', 33_000],
  ['CHEVROLET', 'SILVERADO', 'SILVERADO', pickup, '3GC', '5.3L 8', four, 'LT|RST', 46_000],
  ['CHEVROLET', 'MALIBU', 'MALIBU LT', sedan, '1G1', '1.5L 4', front, 'LS|LT', 25_000],
  ['CHEVROLET', 'EQUINOX', 'EQUINOX LT', suv, '2GN', '1.5L 4', front, 'LS|LT', 28_000],
  ['CHEV', 'TRAILBLAZER', 'TRAILBLAZER LT', suv, 'KL7', '1.3L 3', front, 'LT', 25_500],
  ['JEEP', 'CHEROKEE', 'GRAND CHEROKEE', suv, '1C4', '3.6L 6', '4X4 W/REAR WHEEL DRV', 'LAREDO|LIMITED', 41_000],
  ['JEEP', 'WRANGLER', 'WRANGLER U', suv, '1C4', '3.6L 6', four, 'SPORT|SAHARA', 44_000],
  ['RAM', '1500', '1500 BIG HORN', pickup, '1C6', '5.7L 8', four, 'BIG HORN', 47_000],
  ['DODGE/RAM TRUCK/VAN', 'RAM 2500', 'RAM 2500 S', pickup, '3D7', '6.7L 6', four, 'SLT', 51_000, 'DIESEL'],
  ['DODGE', 'CHARGER', 'CHARGER SX', sedan, '2C3', '3.6L 6', rear, 'SXT|GT', 35_000],
  ['NISSAN', 'ALTIMA', 'ALTIMA 2.5', sedan, '1N4', '2.5L 4', front, 'S|SV', 27_000],
  ['NISSAN', 'ROGUE', 'ROGUE S', suv, '5N1', '2.5L 4', all, 'S|SV|SL', 29_500],
  ['HYUNDAI', 'ELANTRA', 'ELANTRA SE', sedan, '5NP', '2.0L 4', front, 'SE|SEL', 22_500],
  ['HYUNDAI', 'TUCSON', 'TUCSON SE', suv, 'KM8', '2.5L 4', front, 'SE|SEL', 29_000],
  ['KIA', 'SORENTO', 'SORENTO LX', suv, '5XY', '2.4L 4', all, 'LX|EX', 31_000],
  ['KIA', 'FORTE', 'FORTE LX', sedan, '3KP', '2.0L 4', front, 'LXS', 21_000],
  ['SUBARU', 'OUTBACK', 'OUTBACK PR', 'STATION WAGON', '4S4', '2.5L 4', all, 'PREMIUM', 32_000],
  ['MAZDA', 'CX-5', 'CX-5 TOURI', suv, 'JM3', '2.5L 4', all, 'TOURING', 31_500],
  ['VOLKSWAGEN', 'JETTA', 'JETTA S', sedan, '3VW', '1.4L 4', front, 'S|SE', 23_000],
  ['BMW', '3 SERIES', '330 XI', sedan, 'WBA', '2.0L  4', all, '330XI', 46_000],
  ['MERCEDES-BENZ', 'C-CLASS', 'C 300 4MAT', sedan, '55S', '2.0L  4', all, 'C300', 48_000],
  ['MERCEDES', 'SPRINTER', 'SPRINTER 2', 'VAN CARGO', 'W1Y', '2.0L  4', rear, '2500', 52_000, 'DIESEL'],
  ['TESLA', 'MODEL 3', 'MODEL 3', sedan, '5YJ', '', rear, 'LONG RANGE', 47_000, 'ELECTRIC'],
  ['LEXUS', 'RX350', 'RX 350', suv, '2T2', '3.5L 6', all, '350', 49_000],
  ['ACURA', 'TLX', 'TLX TECH', sedan, '19U', '2.4L 4', front, 'TECH', 38_000],
  ['FREIGLINER', 'CASCADIA 1', 'CASCADIA 126', 'TRACTOR', '3AK', '12.8L 6', rear, '', 160_000, 'DIESEL', 'U'],
  ['HARLEY-DAVIDSON', 'FLHX', 'FLHX STREET GLIDE', 'ROAD/STREET', '1HD', '2', 'CHAIN', '', 23_000, 'GAS', 'C'],
  ['POLARIS', 'RZR', 'RZR PRO XP', 'ATV', '3NS', '', '', '', 22_000, 'GAS', 'A'],
  ['YAMAHA', 'BOAT', 'AR 210', 'BOAT', 'YAM', '', '', '', 48_000, 'GAS', 'M'],
  ['FOREST RIVER', 'RECREATIONAL', 'CHEROKEE', 'TRAILER', '4X4', '', '', '', 36_000, '', 'R'],
];

export const models: readonly Model[] = rows.map(
  ([
    make,
    model,
    details,
    body,
    maker,
    engine,
    drive,
    trims,
    newValue,
    fuel = 'GAS',
    type = 'V',
  ]) => ({
    make,
    model,
    details: details.split('|'),
    body,
    maker,
    engine,
    cylinders: /(\d+)$/.exec(engine)?.[1] ?? '',
    fuel,
    drive,
    trims: trims.split('|'),
    type,
    newValue,
  }),
);
