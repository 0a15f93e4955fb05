/** A request is refused. The message is one sentence for the client. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  /** The field that is wrong. */
  readonly param: string | null;

  constructor(status: number, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.param = param;
  }
}
