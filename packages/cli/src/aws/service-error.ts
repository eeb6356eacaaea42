/** An error that a service answered, with AWS's own code and message. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly serviceMessage: string;

  constructor(code: string, serviceMessage: string) {
    super(serviceMessage === '' ? code : `${code}: ${serviceMessage}`);
    this.code = code;
    this.serviceMessage = serviceMessage;
  }
}
