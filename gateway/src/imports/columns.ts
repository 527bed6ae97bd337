/** Which column of a file is which field of a lot: by its name, in the words people use. */

export const importFields = [
  'externalRef',
  'title',
  'start',
  'currency',
  'reserve',
  'buyNow',
  'guide',
  'startsAt',
  'endsAt',
  'vin',
  'year',
  'make',
  'model',
  'trim',
  'body',
  'color',
  'odometer',
  'odometerUnit',
  'damage',
  'city',
  'state',
  'country',
  'photo',
  'note',
] as const;
export type ImportField = (typeof importFields)[number];

/** A column of the file; null: it is not used. */
export interface Column {
  readonly name: string;
  readonly field: ImportField | null;
}

/** Other names, without blanks and signs, in lower case. */
const synonyms: Readonly<Record<string, ImportField>> = {
  ref: 'externalRef',
  reference: 'externalRef',
  stock: 'externalRef',
  stockno: 'externalRef',
  stocknumber: 'externalRef',
  lotnumber: 'externalRef',
  id: 'externalRef',
  description: 'title',
  vehicle: 'title',
  startprice: 'start',
  startingprice: 'start',
  startingbid: 'start',
  firstprice: 'start',
  reserveprice: 'reserve',
  minimum: 'reserve',
  buynowprice: 'buyNow',
  buyitnow: 'buyNow',
  estimate: 'guide',
  guideprice: 'guide',
  starttime: 'startsAt',
  opens: 'startsAt',
  opensat: 'startsAt',
  endtime: 'endsAt',
  ends: 'endsAt',
  closes: 'endsAt',
  closesat: 'endsAt',
  chassis: 'vin',
  modelyear: 'year',
  brand: 'make',
  bodystyle: 'body',
  colour: 'color',
  mileage: 'odometer',
  miles: 'odometer',
  odometerreading: 'odometer',
  unit: 'odometerUnit',
  mileageunit: 'odometerUnit',
  damages: 'damage',
  town: 'city',
  location: 'city',
  province: 'state',
  photos: 'photo',
  photourl: 'photo',
  image: 'photo',
  imageurl: 'photo',
  images: 'photo',
  notes: 'note',
  remarks: 'note',
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const byName = new Map<string, ImportField>([
  ...importFields.map((field) => [plain(field), field] as const),
  ...Object.entries(synonyms),
]);

/** The first column of a field has it; further ones of the same field are not used. */
export function columnsOf(header: readonly string[]): Column[] {
  const taken = new Set<ImportField>();
  return header.map((name) => {
    const field = byName.get(plain(name));
    if (field === undefined || taken.has(field)) return { name, field: null };
    taken.add(field);
    return { name, field };
  });
}

/** Without these nothing can be sold; the others have defaults or may be missing. */
export const neededFields: readonly ImportField[] = ['externalRef', 'title', 'start'];
