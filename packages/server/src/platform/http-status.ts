const httpStatus = Symbol('HTTP status');

/** An answer with another status than its operation's usual one, where nothing but the status tells the difference. */
export function withStatus<Output extends object>(status: number, output: Output): Output {
  return Object.assign(output, { [httpStatus]: status });
}

export function statusOf(output: { [httpStatus]?: number }): number | undefined {
  return output[httpStatus];
}
