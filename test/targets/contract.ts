import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { TransportError, type Stream, type Transport } from "../../src/domain/ports/transport.ts";
import { familyOf, stateOf } from "../collector/shells.ts";
import { until } from "../fixtures/until.ts";

export type Kind = {
  readonly transport: Transport;
  /** Address of a target in which `sh` runs. */
  readonly address: readonly string[];
  /** False: only a client of it runs on this machine. What hears nothing in the target is ended by nobody; our collector watches over itself. */
  readonly runsHere?: boolean;
  /** Children that hold the stdout of a program which ended keep its stream open, as sshd has it; it ends when it is aborted. */
  readonly isHeldOpen?: boolean;
};

/** What every kind of target must keep, on real processes. Called once per kind. */
export function keepsTheContract({
  transport,
  address,
  runsHere = true,
  isHeldOpen = false,
}: Kind): void {
  describe("the contract of a transport", () => {
    const lives: AbortController[] = [];
    afterEach(() => {
      for (const life of lives.splice(0)) life.abort();
    });
    const open = async (argv: readonly string[] = ["sh"]) => {
      const life = new AbortController();
      lives.push(life);
      const target = { scheme: transport.scheme, uri: `${transport.scheme}:`, address };
      return { life, stream: await transport.open(target, argv, life.signal) };
    };

    test("what is written reaches a shell, and its output comes back", async () => {
      const { stream } = await open();
      await say(stream, "echo $((6 * 7))\nexit 3\n");
      expect(await heard(stream)).toBe("42\n");
      expect(stream.ending()).toBe("exit 3");
    });

    test("another program than sh is started, too", async () => {
      const { stream } = await open(["printf", "%s|", "it's", "a b", "$x"]);
      expect(await heard(stream)).toBe("it's|a b|$x|");
    });

    test("every byte comes through, in both directions", async () => {
      const { stream } = await open();
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      await say(stream, "echo ready; exec head -c 25600\n");
      const chunks = stream.stdout[Symbol.asyncIterator]();
      const got: Uint8Array[] = [];
      const length = () => got.reduce((sum, each) => sum + each.length, 0);
      while (length() < 6) got.push((await chunks.next()).value as Uint8Array);
      for (let round = 0; round < 100; round++) await stream.write(bytes);
      while (length() < 25606) got.push((await chunks.next()).value as Uint8Array);
      expect(
        Buffer.concat(got)
          .subarray(6)
          .equals(Buffer.concat(Array(100).fill(bytes))),
      ).toBe(true);
    });

    test("the last words on stderr are kept, and not more than 2 KiB", async () => {
      const { stream } = await open();
      await say(stream, "head -c 100000 /dev/zero | tr '\\0' x >&2; echo last >&2; exit 1\n");
      expect(await heard(stream)).toBe("");
      await until(() => stream.complaint().endsWith("xlast\n"), "the last words");
      expect(stream.complaint().length).toBeLessThanOrEqual(2048);
    });

    test("aborting ends a program that waits for its stdin", async () => {
      const { life, stream } = await open();
      await gone(life, stream);
    });

    test("aborting ends a program that hears nothing, with all its children", async () => {
      const { life, stream } = await open();
      await say(stream, "trap '' TERM INT HUP; sleep 1000 & sleep 1001; sleep 1002\n");
      const least = stream.clientPid === null ? 0 : runsHere ? 3 : 1;
      await until(() => clientOf(stream).length >= least, "its children");
      await gone(life, stream);
    });

    test("aborting ends a program that nobody reads", async () => {
      const { life, stream } = await open();
      await say(stream, "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done\n");
      await sleep(0);
      await gone(life, stream);
    });

    test("aborting before it began ends it", async () => {
      const life = new AbortController();
      life.abort();
      const target = { scheme: transport.scheme, uri: `${transport.scheme}:`, address };
      const stream = await transport.open(target, ["sh"], life.signal);
      await gone(life, stream);
    });

    test("a program that is killed ends the stream, and says how", async () => {
      const { stream } = await open();
      await say(stream, "kill -9 $$\n");
      expect(await heard(stream)).toBe("");
      expect(stream.ending()).toMatch(/signal SIGKILL|exit 137|exit 255/);
    });

    test("a write to a program that is gone is a fault, and nothing else breaks", async () => {
      const { stream } = await open();
      await say(stream, "exit 0\n");
      await heard(stream);
      const failure = await (async () => {
        for (;;) await say(stream, "x".repeat(100_000));
      })().catch((cause: unknown) => cause);
      expect(failure).toBeInstanceOf(TransportError);
      expect(failure).toHaveProperty("fault.kind", "stream-ended");
    });

    test("children that hold its stdout do not keep the stream open", async () => {
      const { life, stream } = await open();
      await say(stream, "sleep 1000 & echo said; exit 0\n");
      const pids = clientOf(stream);
      if (isHeldOpen) {
        await gone(life, stream);
        return;
      }
      expect(await heard(stream)).toBe("said\n");
      await until(() => pids.every((pid) => stateOf(pid) === null), "the end of its children");
    });
  });
}

async function heard(stream: Stream): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.stdout) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Nothing is left, not even a zombie, and stdout ends without an error. */
async function gone(life: AbortController, stream: Stream): Promise<void> {
  const pids = clientOf(stream);
  life.abort();
  await heard(stream);
  await until(() => pids.every((pid) => stateOf(pid) === null), `the end of ${pids.join()}`);
}

/** What of it runs on this machine: nothing, where we are the client ourselves. */
const clientOf = ({ clientPid }: Stream): readonly number[] =>
  clientPid === null ? [] : familyOf(clientPid);

const say = (stream: Stream, text: string): Promise<void> => stream.write(Buffer.from(text));
