/** One thing that is wrong with a template; the transform collects them. */
export class TransformCause extends Error {
  readonly kind: 'resource' | 'event' | 'template' | 'duplicate' | 'globals';
  readonly subject: string;

  constructor(kind: TransformCause['kind'], subject: string, message: string) {
    super(message);
    this.name = 'TransformCause';
    this.kind = kind;
    this.subject = subject;
  }
}

/** The template cannot be transformed; `message` is what CloudFormation shows. */
export class ServerlessTransformError extends Error {
  readonly causes: readonly TransformCause[];

  constructor(causes: readonly TransformCause[]) {
    const distinct = [...new Map(causes.map((cause) => [cause.message, cause])).values()];
    const head = `Invalid Serverless Application Specification document. Number of errors found: ${distinct.length}.`;
    const sorted = distinct.toSorted((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0));
    super([head, ...sorted.map((cause) => cause.message)].join(' '));
    this.name = 'ServerlessTransformError';
    this.causes = sorted;
  }
}

export function resourceError(id: string, message: string): TransformCause {
  return new TransformCause('resource', id, `Resource with id [${id}] is invalid. ${message}`);
}

export function eventError(id: string, message: string): TransformCause {
  return new TransformCause('event', id, `Event with id [${id}] is invalid. ${message}`);
}

export function templateError(message: string): TransformCause {
  const whole = `Structure of the SAM template is invalid. ${message}`;
  return new TransformCause('template', whole, whole);
}

export function globalsError(message: string): TransformCause {
  return new TransformCause('globals', 'Globals', `'Globals' section is invalid. ${message}`);
}

export function duplicateIdError(id: string, generatedId: string, type: string): TransformCause {
  return new TransformCause(
    'duplicate',
    id,
    `Transforming resource with id [${id}] attempts to create a new resource with id [${generatedId}] and type "${type}".` +
      ' A resource with that id already exists within this template. Please use a different id for that resource.',
  );
}

/** Stops the whole transform, where most errors only stop their resource. */
export function documentError(cause: TransformCause | string): ServerlessTransformError {
  return new ServerlessTransformError([typeof cause === 'string' ? templateError(cause) : cause]);
}

/** An error of an event becomes an error of the function or state machine that has the event. */
export function withEventErrorsOf<T>(resourceId: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TransformCause && error.kind === 'event') throw resourceError(resourceId, error.message);
    throw error;
  }
}
