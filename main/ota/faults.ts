/** What the OTA API answers when it does not do what was asked: `{"error": code, "message": text}` and a status. */

export type FaultCode =
  | 'app-type-invalid'
  | 'app-type-unknown'
  | 'bad-json'
  | 'bad-request'
  | 'body-too-large'
  | 'device-id-invalid'
  | 'file-changed'
  | 'file-unknown'
  | 'foreign-origin'
  | 'method-not-allowed'
  | 'not-found'
  | 'server-error'
  | 'too-slow';

/** Thrown by routes; the server answers with it. */
export class Fault extends Error {
  readonly status: number;
  readonly code: FaultCode;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: FaultCode,
    message: string,
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'Fault';
    this.status = status;
    this.code = code;
    this.more = more;
  }

  toBody(): Record<string, unknown> {
    return { error: this.code, message: this.message, ...this.more };
  }
}

/** Whatever a request failed with, as a `Fault`. `code` and `statusCode` are those of the HTTP framework. */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof Error) {
    const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
    const code = 'code' in error ? String(error.code) : '';
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
      return new Fault(413, 'body-too-large', 'The body is too large.');
    if (code === 'FST_ERR_BAD_URL') return new Fault(400, 'bad-request', 'The path is not well-formed.');
    if (
      error instanceof SyntaxError ||
      code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ||
      code === 'FST_ERR_CTP_INVALID_JSON_BODY'
    )
      return new Fault(400, 'bad-json', 'The body is not JSON.');
    if (status >= 400 && status < 500) return new Fault(status, 'bad-request', error.message);
  }
  return new Fault(500, 'server-error', 'The server failed; its log says why.');
}
