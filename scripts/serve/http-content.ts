import type { OutgoingHttpHeaders } from 'node:http';

/** An answer that is sent as it is. */
export class Content {
  readonly body: string | Uint8Array;
  readonly headers: OutgoingHttpHeaders;

  /** `type` is its media type; other headers may be added. */
  constructor(body: string | Uint8Array, type: string, headers: OutgoingHttpHeaders = {}) {
    this.body = body;
    this.headers = {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-cache',
      ...headers,
    };
  }
}
