import { isAscii, isUtf8 } from 'node:buffer';
import type { Encoding } from './connector.ts';

export interface DecodedLine {
  readonly text: string;
  readonly encoding: Encoding;
}

// What the web calls latin1: ISO-8859-1 with printable characters where that has control codes.
const latin1 = new TextDecoder('windows-1252');

/**
 * Text of one line: UTF-8 when its bytes are, else Latin-1. Decided per line, because both occur in
 * one file (feeds.md section 3). Never yields a replacement character. Total.
 */
export function decodeLine(bytes: Buffer): DecodedLine {
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), encoding: 'utf-8' };
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), encoding: 'utf-8' };
  return { text: latin1.decode(bytes), encoding: 'latin1' };
}
