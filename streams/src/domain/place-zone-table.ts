/** Which IANA zone a state or province keeps, and where inside it another one begins. */

export interface StateZones {
  readonly most: string;
  /** Postal prefix and its zone. */
  readonly elsewhere: readonly (readonly [prefix: string, zone: string])[];
}

const eastern = 'America/New_York';
const central = 'America/Chicago';
const mountain = 'America/Denver';
const pacific = 'America/Los_Angeles';

/** States that keep one zone. */
const whole: Readonly<Record<string, string>> = {
  [eastern]: 'CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV',
  [central]: 'AL AR IA IL LA MN MO MS OK WI',
  [mountain]: 'CO MT NM UT WY',
  [pacific]: 'CA WA',
  'America/Phoenix': 'AZ',
  'Pacific/Honolulu': 'HI',
  'America/Puerto_Rico': 'PR VI',
  'Pacific/Guam': 'GU MP',
  'Pacific/Pago_Pago': 'AS',
  'America/Edmonton': 'AB NT',
  'America/Halifax': 'NS PE',
  'America/Moncton': 'NB',
  'America/Whitehorse': 'YT',
  'America/Winnipeg': 'MB',
};

const split: Readonly<Record<string, [most: string, elsewhere: Readonly<Record<string, string>>]>> =
  {
    AK: ['America/Anchorage', { 'America/Adak': '99546 99547' }],
    BC: [
      'America/Vancouver',
      { 'America/Dawson_Creek': 'V1G V1J', 'America/Edmonton': 'V0A V1A V1C' },
    ],
    FL: [eastern, { [central]: '324 325' }],
    ID: ['America/Boise', { [pacific]: '835 838' }],
    IN: ['America/Indiana/Indianapolis', { [central]: '463 464 476 477 47586' }],
    KS: [central, { [mountain]: '67735 67758 67761 67762 67878 67879' }],
    KY: [eastern, { [central]: '420 421 422 423 424' }],
    MI: [
      'America/Detroit',
      { 'America/Menominee': '49801 49802 49858 49887 49911 49920 49935 49938 49968' },
    ],
    ND: [central, { [mountain]: '586' }],
    NE: [central, { [mountain]: '693 69122 69129 69140 69145 69153 69162 69168' }],
    NL: ['America/St_Johns', { 'America/Goose_Bay': 'A0P A0R A2V' }],
    NU: ['America/Iqaluit', { 'America/Cambridge_Bay': 'X0B', 'America/Rankin_Inlet': 'X0C' }],
    NV: [pacific, { [mountain]: '89883' }],
    ON: ['America/Toronto', { 'America/Winnipeg': 'P0V P0W P0X P8N P8T P9A P9N' }],
    OR: [pacific, { 'America/Boise': '979' }],
    QC: ['America/Toronto', { 'America/Halifax': 'G4T' }],
    SD: [central, { [mountain]: '577 57620 57638' }],
    SK: ['America/Regina', { 'America/Edmonton': 'S9V' }],
    TN: [
      central,
      {
        [eastern]: '373 374 376 377 378 379',
        [central]:
          '37301 37305 37306 37313 37318 37324 37327 37330 37334 37335 37339 37340 37342 37345 ' +
          '37347 37348 37349 37352 37355 37356 37357 37359 37360 37365 37366 37374 37375 37376 ' +
          '37378 37380 37382 37383 37387 37388 37389 37394 37396 37397 37398',
      },
    ],
    TX: [central, { [mountain]: '799 885 79821 79835 79836 79838 79839 79847 79849 79851 79853' }],
  };

const wholeStates = Object.entries(whole).flatMap(([zone, states]) =>
  states.split(' ').map((state): [string, StateZones] => [state, { most: zone, elsewhere: [] }]),
);

const splitStates = Object.entries(split).map(
  ([state, [most, elsewhere]]): [string, StateZones] => [
    state,
    {
      most,
      elsewhere: Object.entries(elsewhere).flatMap(([zone, prefixes]) =>
        prefixes.split(' ').map((prefix): [string, string] => [prefix, zone]),
      ),
    },
  ],
);

export const zonesByState: ReadonlyMap<string, StateZones> = new Map([
  ...wholeStates,
  ...splitStates,
]);
