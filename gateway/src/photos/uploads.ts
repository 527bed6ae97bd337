/** Multipart uploads: one file a request, everything about it limited before a byte of it is kept. */
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';

export interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
  /** Fields of the form that stand before the file, by name. */
  readonly fields: Readonly<Record<string, string>>;
}

const fieldMax = 12;
/** More bytes around the file than these are no form of ours. */
const formBytes = 64 * 1024;

/** Routes that take uploads; on all others multipart stays an unknown type of body. */
export const uploadRoutes = (app: App, fileBytesMax: number, routes: (scope: App) => void) =>
  app.register(async (scope: App) => {
    await scope.register(multipart, {
      preservePath: true, // so that a name that is a path is seen, and refused
      limits: {
        fieldNameSize: 64,
        fieldSize: 256,
        fields: fieldMax,
        fileSize: fileBytesMax,
        files: 1,
        parts: fieldMax + 1,
        headerPairs: 16,
      },
    });
    routes(scope);
  });

/** Whether some system would take the name for a path. */
const isPath = (name: string): boolean => /[/\\\p{Cc}]|^\.+$/u.test(name);

/**
 * Reads the one file of a request into memory.
 * @throws Refusal BAD_REQUEST without a file, UNSUPPORTED_MEDIA_TYPE for other bodies, TOO_LARGE
 */
export async function readUpload(request: FastifyRequest, bytesMax: number): Promise<Upload> {
  const stated = Number(request.headers['content-length'] ?? 0);
  if (stated > bytesMax + formBytes) throw tooLarge(bytesMax);
  const part = await request.file();
  if (part === undefined) throw new Refusal('BAD_REQUEST', 'the form has no file');
  const name = part.filename;
  if (name === '' || name.length > 255 || isPath(name)) {
    throw new Refusal('BAD_REQUEST', 'the name of the file must be one name, not a path');
  }
  const bytes = await part.toBuffer();
  const fields = Object.fromEntries(
    Object.values(part.fields).flatMap((field) => {
      const one = Array.isArray(field) ? field[0] : field;
      return one?.type === 'field' ? [[one.fieldname, String(one.value)]] : [];
    }),
  );
  return { name, bytes, fields };
}

export const tooLarge = (bytesMax: number): Refusal =>
  new Refusal('TOO_LARGE', `a file of at most ${bytesMax / 1024 / 1024} MB is taken`);
