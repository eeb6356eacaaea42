import type { Unit } from '../../../platform/storage/storage.ts';
import type { Queue } from '../model/queue.ts';
import { isFifo } from '../model/queue-reference.ts';
import { FifoLine } from './fifo-line.ts';
import type { Line } from './line.ts';
import { StandardLine } from './standard-line.ts';

export function openLine(unit: Unit, queue: Queue, now: number): Line {
  return isFifo(queue) ? new FifoLine(unit, queue, now) : new StandardLine(unit, queue, now);
}
