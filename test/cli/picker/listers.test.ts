import { expect, test } from "vitest";
import type { Listing } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { listAll, type Lister } from "../../../src/cli/picker/listers.ts";
import { aCandidate, aListing } from "../../store/picker/build.ts";

const FAULT = { kind: "no-permission", detail: null } as const;

const lister = (scheme: string, list: Lister["list"]): Lister => ({ scheme, list });

/** Answers with its first part, and with the second when it is let. */
function slow(scheme: string, signals: AbortSignal[] = []) {
  const gate = Promise.withResolvers<null>();
  const part = (name: string, isComplete: boolean) =>
    aListing(scheme, [aCandidate(name)], { isComplete });
  return {
    let: () => gate.resolve(null),
    ...lister(scheme, async function* list(signal) {
      signals.push(signal);
      yield part("first", false);
      await gate.promise;
      yield part("second", false);
    }),
  };
}

const told = () => {
  const all: Listing[] = [];
  return {
    listed: (listing: Listing) => void all.push(listing),
    of: (wanted: string) =>
      all
        .filter(({ kind }) => kind === wanted)
        .map(({ candidates, fault, isComplete }) => [
          candidates.map(({ name }) => name.toString()).join(),
          fault?.kind ?? null,
          isComplete,
        ]),
  };
};

test("a slow engine holds up none of the others, and what it says later comes all the same", async () => {
  const docker = slow("docker");
  const heard = told();
  const all = listAll(
    [
      docker,
      lister("local", async function* list() {
        yield await Promise.resolve(aListing("local", [aCandidate("shop", { kind: "local" })]));
      }),
    ],
    heard.listed,
    new AbortController().signal,
  );
  await expect.poll(() => heard.of("local")).toEqual([["shop", null, true]]);
  expect(heard.of("docker")).toEqual([["first", null, false]]);
  docker.let();
  await all;
  // it has ended without saying so
  expect(heard.of("docker")).toEqual([
    ["first", null, false],
    ["second", null, false],
    ["second", null, true],
  ]);
});

test("what cannot be had is told, with what was listed before; a bug is one", async () => {
  const heard = told();
  const broken = lister("docker", async function* list() {
    yield await Promise.resolve(aListing("docker", [aCandidate("api")], { isComplete: false }));
    throw new TransportError(FAULT);
  });
  await listAll([broken], heard.listed, new AbortController().signal);
  expect(heard.of("docker")).toEqual([
    ["api", null, false],
    ["api", "no-permission", true],
  ]);
  const wrong = lister("podman", () => {
    throw new RangeError("a bug");
  });
  const { signal } = new AbortController();
  await expect(listAll([wrong], heard.listed, signal)).rejects.toThrow("a bug");
});

test("after the choice nothing is heard any more, and each engine is told so", async () => {
  const own = new AbortController();
  const signals: AbortSignal[] = [];
  const docker = slow("docker", signals);
  const heard = told();
  const all = listAll([docker], heard.listed, own.signal);
  await expect.poll(() => heard.of("docker")).toHaveLength(1);
  own.abort();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  docker.let();
  await all;
  expect(heard.of("docker")).toEqual([["first", null, false]]);
});
