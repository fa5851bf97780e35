// One running collector as somebody to talk to: says bytes, hears readers out, and knows why it broke off.
import type { Fault } from "../domain/fault.ts";
import { TransportError, type Stream } from "../domain/ports/transport.ts";
import { maskText } from "../domain/secret.ts";
import { untrustedText } from "../domain/text.ts";
import type { Reader } from "./protocol.ts";

export type Link = {
  /** Hands bytes over. That they cannot be is learned by the next `hear`. */
  readonly say: (bytes: Uint8Array) => void;
  /** Resolves when the reader has what it wants; rejects with TransportError when the stream ended. One at a time. */
  readonly hear: <Result>(reader: Reader<Result>) => Promise<Result>;
};

type Listener = {
  readonly take: (chunk: Uint8Array) => void;
  readonly fail: (cause: unknown) => void;
};

/** Always drains the stream: a collector that cannot write is stuck. What nobody waits for is dropped. */
export function openLink(stream: Stream): Link {
  let listener: Listener | null = null;
  let broken: { readonly cause: unknown } | null = null;

  const breakOff = (cause: unknown): void => {
    broken ??= { cause };
    listener?.fail(broken.cause);
    listener = null;
  };
  const drain = async (): Promise<void> => {
    try {
      for await (const chunk of stream.stdout) listener?.take(chunk);
      breakOff(new TransportError(endOf(stream)));
    } catch (cause) {
      breakOff(cause);
    }
  };
  void drain();

  return {
    say(bytes) {
      stream.write(bytes).catch((cause: unknown) => {
        // The end of stdout says more (the client's last words): it follows at once, and this only counts where it does not.
        if (!(cause instanceof TransportError)) breakOff(cause);
      });
    },
    hear: (reader) =>
      new Promise((resolve, reject) => {
        if (broken !== null) {
          // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever a stream threw is passed on as it is
          reject(broken.cause);
          return;
        }
        listener = {
          take(chunk) {
            const result = reader.take(chunk);
            if (result === null) return;
            listener = null;
            resolve(result);
          },
          fail: reject,
        };
      }),
  };
}

/** How a stream ended, by the last line of what its client complained of, else by its exit. */
export function endOf(stream: Stream): Fault {
  const detail = lastLine(stream.complaint()) ?? stream.ending() ?? "the stream ended";
  return { kind: "stream-ended", detail: untrustedText(detail) };
}

/** The last line with words in it, as it may be shown. */
export function lastLine(text: string): string | null {
  const lines = text.split("\n").map((line) => line.trim());
  const last = lines.findLast((line) => line !== "")?.slice(0, 300);
  return last === undefined ? null : maskText(last);
}
