export type StepResult = 'done' | 'waiting' | 'failed' | 'stopped';

export interface WalkOptions {
  step: (id: string) => Promise<StepResult>;
  /** After a failure no further step begins; otherwise only what waits for the failed one does not. */
  stopsAtFailure: boolean;
}

/** Steps under way at once: those of one turn of the event loop are committed together. */
const mostAtOnce = 32;

/**
 * Takes a step for each node, once those that it waits for are done. A node that fails, or is not done yet, holds up all
 * that wait for it. What was not reached is not in the answer.
 */
export function walkGraph(
  graph: ReadonlyMap<string, Iterable<string>>,
  { step, stopsAtFailure }: WalkOptions,
): Promise<Map<string, StepResult>> {
  const { open, waiting } = edgesOf(graph);
  const ready = [...open].filter(([, count]) => count === 0).map(([id]) => id);
  const results = new Map<string, StepResult>();
  let next = 0;
  const state = { running: 0, halted: false };
  return new Promise((resolve, reject) => {
    const finish = (id: string, result: StepResult): void => {
      state.running--;
      results.set(id, result);
      if (result === 'stopped' || (result === 'failed' && stopsAtFailure)) state.halted = true;
      if (result === 'done') {
        for (const other of waiting.get(id) ?? []) {
          const count = (open.get(other) ?? 0) - 1;
          open.set(other, count);
          if (count === 0) ready.push(other);
        }
      }
      pump();
    };
    const pump = (): void => {
      while (!state.halted && state.running < mostAtOnce && next < ready.length) {
        const id = ready[next++] ?? '';
        state.running++;
        step(id).then((result) => finish(id, result), reject);
      }
      if (state.running === 0) resolve(results);
    };
    pump();
  });
}

function edgesOf(graph: ReadonlyMap<string, Iterable<string>>) {
  const open = new Map<string, number>();
  const waiting = new Map<string, string[]>();
  for (const [id, needed] of graph) {
    let count = 0;
    for (const other of needed) {
      if (!graph.has(other)) continue;
      count++;
      const line = waiting.get(other);
      if (line === undefined) waiting.set(other, [id]);
      else line.push(id);
    }
    open.set(id, count);
  }
  return { open, waiting };
}

/** Each node with those that wait for it: the order of deletion. */
export function reversedGraph(graph: ReadonlyMap<string, Iterable<string>>): Map<string, string[]> {
  const reversed = new Map<string, string[]>([...graph.keys()].map((id) => [id, []]));
  for (const [id, needed] of graph) for (const other of needed) reversed.get(other)?.push(id);
  return reversed;
}
