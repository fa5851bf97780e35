import type { Observation } from "../../domain/observation.ts";

/** What is not handed on yet: when there is something to take, and all of it. */
export type Box = {
  readonly due: () => Promise<void>;
  readonly take: () => readonly Observation[];
};

/** Observations as they come, and between them what is in the outbox. Ends with the observations; who leaves earlier does not wait for the next one. */
export async function* merged(
  observations: AsyncIterable<Observation>,
  outbox: Box,
  note: (observation: Observation) => void,
): AsyncGenerator<Observation> {
  const all = observations[Symbol.asyncIterator]();
  let isOver = false;
  let next = all.next();
  try {
    for (;;) {
      const isDue = await Promise.race([next.then(() => false), outbox.due().then(() => true)]);
      if (isDue) {
        yield* outbox.take();
        continue;
      }
      const result = await next;
      if (result.done === true) break;
      note(result.value);
      yield result.value;
      next = all.next();
    }
    isOver = true;
  } finally {
    if (!isOver) {
      next.catch(() => undefined);
      void all.return?.(undefined).catch(() => undefined);
    }
  }
}
