/** Photos of own lots: added and removed by their organisation, shown to everybody. */
import { Type } from 'typebox';
import { requireOrganisation } from '../accounts/principal.ts';
import { forRoles, publicRoute } from '../accounts/roles.ts';
import { Turns } from '../accounts/turns.ts';
import { refusals } from '../bids/bid-routes.ts';
import { Problem } from '../contract.ts';
import type { App } from '../http/app-types.ts';
import { uploadMs } from '../http/body-deadline.ts';
import { badParameters, Refusal } from '../http/problem.ts';
import { LotPath } from '../lots/lot-routes.ts';
import { PhotoDecision, LotUndecided, photosMax } from '../sell-contract.ts';
import { change } from '../selling/change-lot.ts';
import { ownLot } from '../selling/sell.ts';
import type { SellWorld } from '../selling/sell.ts';
import { LotTurns } from './lot-turns.ts';
import { photoPath } from './photo-store.ts';
import { readPhoto } from './photo.ts';
import type { PhotoFault } from './photo.ts';
import { readUpload, uploadRoutes } from './uploads.ts';

export const photoBytesMax = 8 * 1024 * 1024;
/** Photos looked at by one gateway at once, and those that wait for their turn. */
const atOnce = 4;
const waitingMax = 32;
/** Photos on their way here, over lines of any speed: a slow one must not keep a turn from others. */
const receivingMax = 16;
const yearSeconds = 31_536_000;

const sellers = forRoles(['SELLER'], 'selling:write');
const tags = ['selling'];
const answers = { 200: PhotoDecision, 202: LotUndecided, ...refusals, 404: Problem };
const PhotoName = Type.String({ pattern: '^[0-9a-f]{48}\\.(jpg|png|webp)$', maxLength: 53 });
const PhotoBytes = Type.Unsafe<Buffer>({
  type: 'string',
  format: 'binary',
  description: 'The file',
});
const PhotoPath = Type.Object({ ...LotPath.properties, name: PhotoName });

const faults: Readonly<Record<PhotoFault, string>> = {
  NO_PHOTO: 'is no JPEG, PNG or WebP file',
  BROKEN: 'cannot be read to its end; save it again',
  TOO_BIG: 'has more than 50 million pixels, or a side of more than 12,000',
  ANIMATED: 'moves; take a still picture',
};
const overloaded = () =>
  new Refusal('OVERLOADED', 'too many uploads at once', { retryAfterMs: 2_000 });
const badPhoto = (message: string) => badParameters([{ parameter: 'file', message }]);

export async function photoRoutes(app: App, world: SellWorld): Promise<void> {
  const turns = new Turns(atOnce, waitingMax);
  const receiving = new Turns(receivingMax, waitingMax);
  const lists = new LotTurns(world.postgres);
  app.get(
    '/photos/:name',
    {
      ...publicRoute,
      schema: {
        tags: ['lots'],
        summary: 'A photo of a lot sold here; an address always shows the same',
        params: Type.Object({ name: PhotoName }),
        response: { 200: PhotoBytes, 400: Problem, 404: Problem, 503: Problem },
      },
    },
    async (request, reply) => {
      const file = await world.photos.file(request.params.name);
      if (!file) throw new Refusal('NOT_FOUND', 'there is no such photo');
      reply.header('cache-control', `public, max-age=${yearSeconds}, immutable`);
      // Whoever opens the address by itself gets a picture and nothing that could act.
      reply.header('content-security-policy', "default-src 'none'; sandbox");
      reply.header('content-disposition', 'inline');
      return reply.type(file.type).send(file.bytes);
    },
  );

  await uploadRoutes(app, photoBytesMax, (scope) => {
    scope.post(
      '/api/sell/lots/:id/photos',
      {
        ...sellers,
        handlerTimeout: uploadMs,
        schema: {
          tags,
          summary: 'Add a photo behind those a lot has',
          description: `multipart/form-data with one file: JPEG, PNG or WebP, at most 8 MB; ${photosMax} a lot. What the camera wrote beside the picture is removed.`,
          consumes: ['multipart/form-data'],
          params: LotPath,
          response: { ...answers, 413: Problem, 415: Problem },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const organisationId = requireOrganisation(request);
        const own = await ownLot(world, request, id);
        requireRoom(own.summary.photos);
        const upload = await receiving.take(() => readUpload(request, photoBytesMax));
        if (!upload) throw overloaded();
        const address = await turns.take(async () => {
          const read = readPhoto(upload.bytes);
          if (!read.ok) throw badPhoto(faults[read.fault]);
          const kept = await world.photos.keep(organisationId, read.photo, world.now());
          if (kept === undefined) throw badPhoto('is one too many for your organisation');
          return { kept };
        });
        if (!address) throw overloaded();
        const told = await lists.take(id, async () => {
          const { photos } = (await ownLot(world, request, id)).summary;
          const others = photos.filter((one) => one !== address.kept);
          requireRoom(others);
          const after = [...others, address.kept];
          const changed = await change(world, request, reply, id, { vehicle: { photos: after } });
          return { ...changed, photos: after };
        });
        if (!told) throw overloaded();
        return told;
      },
    );
  });

  app.delete(
    '/api/sell/lots/:id/photos/:name',
    {
      ...sellers,
      schema: { tags, summary: 'Remove a photo', params: PhotoPath, response: answers },
    },
    async (request, reply) => {
      const { id, name } = request.params;
      const address = photoPath + name;
      const told = await lists.take(id, async () => {
        const { photos } = (await ownLot(world, request, id)).summary;
        if (!photos.includes(address)) {
          throw new Refusal('NO_SUCH_ENTRY', 'the lot has no such photo');
        }
        const after = photos.filter((one) => one !== address);
        const changed = await change(world, request, reply, id, { vehicle: { photos: after } });
        const isGone = 'outcome' in changed && changed.outcome === 'ACCEPTED';
        return { ...changed, photos: isGone ? after : [...photos], isGone };
      });
      if (!told) throw overloaded();
      const { isGone, ...answer } = told;
      const organisationId = requireOrganisation(request);
      if (isGone && !(await world.sales.showsPhoto(organisationId, id, address))) {
        await world.photos.drop(organisationId, address);
      }
      return answer;
    },
  );
}

/** @throws Refusal where one more photo is too many */
function requireRoom(photos: readonly string[]): void {
  if (photos.length < photosMax) return;
  throw badPhoto(`is one too many: a lot has at most ${photosMax} photos`);
}
