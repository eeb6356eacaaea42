/**
 * Functions of a module that is loaded with the first call of one of them, so that neither a start nor an idle server
 * pays for what nobody uses. `load` answers the object that has them: a group of operations, a job, a resource handler.
 */
export function loadedOnUse<Group extends object, const Name extends keyof Group>(
  load: () => Promise<Group>,
  names: readonly Name[],
): Pick<Group, Name> {
  let loading: Promise<Group> | undefined;
  const functions = names.map((name) => {
    const call = async (...input: unknown[]): Promise<unknown> => {
      const group = await (loading ??= load());
      return (group[name] as (...input: unknown[]) => Promise<unknown>)(...input);
    };
    return [name, call];
  });
  return Object.fromEntries(functions) as Pick<Group, Name>;
}

/** A constant that is made when it is first asked for: a large table that most servers never look at. */
export function madeOnUse<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
