import { expect, test } from "vitest";
import { NO_SCOPE, type Listing, type Scope } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { kindsOf, listAll, listersHere, type Lister } from "../../../src/cli/picker/listers.ts";
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

const hearing = (
  listed: (listing: Listing) => void,
  signal = new AbortController().signal,
  scope: Scope = NO_SCOPE,
) => ({ listed, signal, scope });

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
    hearing(heard.listed),
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
  await listAll([broken], hearing(heard.listed));
  expect(heard.of("docker")).toEqual([
    ["api", null, false],
    ["api", "no-permission", true],
  ]);
  const wrong = lister("podman", () => {
    throw new RangeError("a bug");
  });
  await expect(listAll([wrong], hearing(heard.listed))).rejects.toThrow("a bug");
});

test("after the choice nothing is heard any more, and each engine is told so", async () => {
  const own = new AbortController();
  const signals: AbortSignal[] = [];
  const docker = slow("docker", signals);
  const heard = told();
  const all = listAll([docker], hearing(heard.listed, own.signal));
  await expect.poll(() => heard.of("docker")).toHaveLength(1);
  own.abort();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  docker.let();
  await all;
  expect(heard.of("docker")).toEqual([["first", null, false]]);
});

/** A cluster that tells of pods, and of its namespaces before it breaks. */
const cluster = (asked: (Scope | undefined)[] = []): Lister => ({
  kinds: ["k8s", "namespaces", "contexts"],
  ...lister("k8s", async function* list(_, scope) {
    asked.push(scope);
    yield await Promise.resolve(aListing("k8s", [aCandidate("pod")], { isComplete: false }));
    yield aListing("namespaces", [aCandidate("shop")]);
    throw new TransportError(FAULT);
  }),
});

test("who tells of several kinds ends each of them once, and is told where it is asked", async () => {
  const heard = told();
  const asked: (Scope | undefined)[] = [];
  const scope = { ...NO_SCOPE, namespace: "shop" };
  await listAll([cluster(asked)], hearing(heard.listed, undefined, scope));
  expect(asked).toEqual([scope]);
  expect(heard.of("k8s")).toEqual([
    ["pod", null, false],
    ["pod", "no-permission", true],
  ]);
  expect(heard.of("namespaces")).toEqual([["shop", null, true]]);
  expect(heard.of("contexts")).toEqual([["", "no-permission", true]]);
});

test("a cluster is there where a kubeconfig is, or where somebody asks for it; it waits until it is shown, and stands last", () => {
  const all = [slow("docker"), slow("k8s"), slow("ssh")];
  const shown = (kind: string | null, isThere: boolean) =>
    listersHere(all, kind, () => isThere).flatMap(kindsOf);
  expect(shown(null, false)).toEqual(["docker", "ssh"]);
  expect(shown(null, true)).toEqual(["docker", "ssh", "k8s", "namespaces", "contexts"]);
  expect(shown("k8s", false)).toEqual(shown(null, true));
  const late = listersHere(all, null, () => true).filter(({ isLate }) => isLate === true);
  expect(late.map(({ scheme }) => scheme)).toEqual(["k8s"]);
});
