import { calmName, calmPlace, calmSentence } from './calm.ts';

test.each([
  ['2014 JEEP GRAND CHEROKEE LAREDO', '2014 Jeep Grand Cherokee Laredo'],
  ['2018 BMW X5 XDRIVE35I', '2018 BMW X5 XDRIVE35I'],
  ['2024 RAM 1500 BIG HORN', '2024 Ram 1500 Big Horn'],
  ['MERCEDES-BENZ', 'Mercedes-Benz'],
  ['2016 GMC SIERRA K1500 SLT', '2016 GMC Sierra K1500 SLT'],
  ['2018 Toyota CAMRY', '2018 Toyota CAMRY'],
  ['', ''],
])('the name %s reads %s', (text, expected) => {
  expect(calmName(text)).toBe(expected);
});

test.each([
  ['FRONT END', 'Front end'],
  ['4DR SPORT UTILITY', '4DR sport utility'],
  ['4X4 W/REAR WHEEL DRV', '4X4 w/rear wheel drv'],
  ['Run & Drive Verified', 'Run & Drive Verified'],
])('the description %s reads %s', (text, expected) => {
  expect(calmSentence(text)).toBe(expected);
});

test.each([
  ['LA GRANGE, NC', 'La Grange, NC'],
  ["COEUR D'ALENE, ID", "Coeur D'Alene, ID"],
  ['Houston, TX', 'Houston, TX'],
  ['LONDON', 'London'],
])('the place %s reads %s', (text, expected) => {
  expect(calmPlace(text)).toBe(expected);
});
