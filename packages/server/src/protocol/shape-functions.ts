/** Writes the source of one shape's function, from its parameter list on; `call` names the function of another shape. */
export type ShapeWriter = (shape: number, call: (shape: number) => string) => string;

/**
 * Functions generated from the shapes of one model, one per shape. Each is compiled when it is first asked for,
 * together with all the shapes that it calls, so that recursion and sharing cost nothing.
 */
export class ShapeFunctions<F extends (...args: never[]) => unknown> {
  readonly #compiled: Record<string, F> = {};
  readonly #write: ShapeWriter;
  readonly #runtime: Record<string, unknown>;

  /** The generated code sees the properties of `runtime` as variables. */
  constructor(write: ShapeWriter, runtime: Record<string, unknown>) {
    this.#write = write;
    this.#runtime = runtime;
  }

  get(shape: number): F {
    const name = functionName(shape);
    return this.#compiled[name] ?? this.#compile(shape)[name]!;
  }

  #compile(root: number): Record<string, F> {
    const written = new Map<string, string>();
    const imported = new Set<string>();
    const pending = [root];
    const call = (shape: number): string => {
      const name = functionName(shape);
      if (this.#compiled[name]) imported.add(name);
      else pending.push(shape);
      return name;
    };
    for (let shape = pending.pop(); shape !== undefined; shape = pending.pop()) {
      const name = functionName(shape);
      if (!written.has(name)) written.set(name, `function ${name}${this.#write(shape, call)}`);
    }
    const source = [
      ...[...imported].map((name) => `const ${name} = compiled.${name};`),
      ...written.values(),
      `return { ${[...written.keys()].join(', ')} };`,
    ].join('\n');
    const compiled = evaluate(source, { ...this.#runtime, compiled: this.#compiled }) as Record<string, F>;
    return Object.assign(this.#compiled, compiled);
  }
}

/** Runs generated source with the given variables. Everything from a model enters such source by {@link literal}. */
export function evaluate(source: string, variables: Record<string, unknown>): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval -- straight-line code is what makes the codecs fast
  return (new Function(...Object.keys(variables), `'use strict';\n${source}`) as (...values: unknown[]) => unknown)(
    ...Object.values(variables),
  );
}

export function literal(text: string): string {
  return JSON.stringify(text);
}

function functionName(shape: number): string {
  return `shape${shape}`;
}
