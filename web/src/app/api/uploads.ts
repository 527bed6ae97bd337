import { inject, Injectable } from '@angular/core';
import type { Problem } from '@auction/gateway/contract';
import { FETCH, RestError } from './rest.ts';

export type UploadQuery = Readonly<Record<string, string>>;

/** A large file on a slow line takes long; the server says when it takes too long. */
const WITHIN_MS = 1_800_000;

/** Sends files as they are, and reads answers that come line by line. */
@Injectable({ providedIn: 'root' })
export class Uploads {
  readonly #fetch = inject(FETCH);

  /** @throws RestError */
  async send<Answer>(path: string, query: UploadQuery, file: Blob): Promise<Answer> {
    return (await (await this.#sent(path, query, file)).json()) as Answer;
  }

  /**
   * @param onLine told each line of the answer as it comes, read as JSON
   * @throws RestError, also when the answer breaks off
   */
  async follow(
    path: string,
    query: UploadQuery,
    file: Blob,
    onLine: (line: unknown) => void,
  ): Promise<void> {
    const { body } = await this.#sent(path, query, file);
    if (body === null) return;
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        const lines = `${rest}${next.value}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) if (line !== '') onLine(JSON.parse(line) as unknown);
      }
    } catch (error) {
      throw new RestError(null, {}, error);
    }
  }

  async #sent(path: string, query: UploadQuery, file: Blob): Promise<Response> {
    const address = `${path}?${new URLSearchParams(query).toString()}`;
    const headers = { 'content-type': 'application/octet-stream' };
    const signal = AbortSignal.timeout(WITHIN_MS);
    let answer: Response;
    try {
      answer = await this.#fetch(address, { method: 'POST', body: file, headers, signal });
    } catch (error) {
      throw new RestError(null, {}, error);
    }
    if (answer.ok) return answer;
    const isProblem = answer.headers.get('content-type')?.includes('json') ?? false;
    throw new RestError(
      answer.status,
      isProblem ? ((await answer.json()) as Partial<Problem>) : {},
    );
  }
}
