import { oneDrive, oneMake } from './spelling.ts';

it.each([
  ['MERCEDES-BENZ', 'MERCEDES-BENZ'],
  ['MERCEDES BENZ', 'MERCEDES-BENZ'],
  ['MERCEDES', 'MERCEDES-BENZ'],
  ['CHEV', 'CHEVROLET'],
  ['Chevy', 'CHEVROLET'],
  ['RAM TRUCKS', 'RAM'],
  ['DODGE/RAM TRUCK/VAN', 'RAM'],
  ['FREIGLINER', 'FREIGHTLINER'],
  ['HONDA TRUCK/VAN', 'HONDA'],
  ['Braxton Creek', 'BRAXTON CREEK'],
])('make %j is %j', (printed, expected) => {
  expect(oneMake(printed)).toBe(expected);
});

it.each([
  ['FRONT WHEEL DRIVE', 'FRONT WHEEL DRIVE'],
  ['Front-wheel Drive', 'FRONT WHEEL DRIVE'],
  ['All wheel drive', 'ALL WHEEL DRIVE'],
  ['4x4 w/Rear Wheel Drv', '4X4 W/REAR WHEEL DRV'],
  ['Rear Wheel Drive w/4x4', '4X4 W/REAR WHEEL DRV'],
  ['FOUR BY FOUR', '4X4'],
  ['UNKNOWN', null],
])('drive %j is %j', (printed, expected) => {
  expect(oneDrive(printed)).toBe(expected);
});
