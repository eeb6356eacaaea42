import { isDeepStrictEqual } from 'node:util';
import type { Api } from './api.ts';
import type { Random } from './random.ts';
import type { Client, Workload } from './workload.ts';

/** A write, and what the state is once it has taken effect. `answer` is missing where none came. */
export interface Change<State> {
  what: string;
  run: (api: Api) => Promise<string>;
  apply: (state: State, answer?: string) => State;
}

/** Resources that only one client changes: their state is known but for the last change. */
export interface Configuration<State> {
  name: string;
  initial: State;
  prepare?: (api: Api) => Promise<void>;
  /** An effective change of this state. */
  choose: (state: State, random: Random, serial: number) => Change<State>;
  observe: (api: Api) => Promise<State>;
  /** The observed state with ids that were never answered in the place of those of `known`. */
  comparable?: (observed: State, known: State) => State;
  /** Facts in a state, for the report. */
  size: (state: State) => number;
}

/** After a crash the state is that of the last answer, or that with the one change which got none. */
export function configurationWorkload<State>(configuration: Configuration<State>): Workload {
  const { name, prepare, choose, observe, comparable = (observed) => observed, size } = configuration;
  let state = configuration.initial;
  let pending: Change<State> | undefined;
  let serial = 0;
  const verify: Workload['verify'] = async (api, tally) => {
    const observed = await observe(api);
    const possible = [state, ...(pending === undefined ? [] : [pending.apply(state)])];
    tally.verified += size(observed);
    const isPossible = possible.some((each) => isDeepStrictEqual(comparable(observed, each), each));
    const problem = `is ${JSON.stringify(observed)}, but was answered ${JSON.stringify(state)} before ${pending?.what ?? 'nothing'}`;
    state = observed;
    pending = undefined;
    return isPossible ? [] : [problem];
  };
  return {
    name,
    prepare: async (api) => prepare?.(api),
    clients(_, tally) {
      const step: Client['step'] = async (api, random) => {
        const change = choose(state, random, serial++);
        pending = change;
        const answer = await change.run(api);
        state = change.apply(state, answer);
        pending = undefined;
        tally.answeredWrites++;
      };
      return [{ name, step }];
    },
    verify,
    verifyAtEnd: verify,
  };
}
