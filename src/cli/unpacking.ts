import type { Transform } from "node:stream";

/**
 * What an unpacker makes of pieces, each as soon as it is there. It is told of the end only once all before it was handed out: an unpacker that fails drops what still lies in it,
 * and that input ended too early shows at its end alone.
 * @throws what the unpacker fails with (`Z_BUF_ERROR` at the end: the input is torn), and whatever `pieces` throws
 */
export async function* unpackedBy(
  pieces: AsyncIterable<Uint8Array>,
  unpacker: Transform,
): AsyncGenerator<Uint8Array> {
  const state = { error: null as Error | null, hasEnded: false, isTaken: false };
  let wake: (() => void) | null = null;
  const note = (change: Partial<typeof state>): void => {
    Object.assign(state, change);
    wake?.();
  };
  unpacker.on("readable", () => note({}));
  unpacker.on("end", () => note({ hasEnded: true }));
  unpacker.on("error", (error) => note({ error }));
  async function* handedOut(until: "isTaken" | "hasEnded"): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece: unknown = unpacker.read();
      if (piece instanceof Uint8Array) yield piece;
      else if (state.error !== null) throw state.error;
      else if (state[until]) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  try {
    for await (const piece of pieces) {
      state.isTaken = false;
      unpacker.write(piece, (error) => note({ isTaken: true, error: error ?? state.error }));
      yield* handedOut("isTaken");
    }
    unpacker.end();
    yield* handedOut("hasEnded");
  } finally {
    unpacker.destroy();
  }
}
