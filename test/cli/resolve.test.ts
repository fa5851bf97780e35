import { expect, test } from "vitest";
import type { Inspector } from "../../src/domain/ports/inspector.ts";
import { targetOf, type Target } from "../../src/domain/target.ts";
import { Ending } from "../../src/cli/exit.ts";
import { resolved } from "../../src/cli/resolve.ts";

/** An engine in which these containers run with any label. */
const engine = (...names: readonly string[]): Inspector => ({
  scheme: "docker",
  async *list() {},
  resolve: async ({ address }, labels) =>
    (labels.length > 0 ? names : address).map((name) => targetOf("docker", name)),
  inspect: null,
  logs: null,
});

const LABELLED: Target = { scheme: "docker", uri: "docker -l app=shop", address: [] };

const meant = async (inspector: Inspector, takesSeveral: boolean) => {
  const { signal } = new AbortController();
  const asked = { inspectors: [inspector], signal, takesStill: false, takesSeveral };
  const { targets } = await resolved([LABELLED], ["app=shop"], asked);
  return targets.map(({ uri }) => uri);
};

test("labels mean the one container that has them, whatever the command", async () => {
  expect(await meant(engine("api-1"), false)).toEqual(["docker://api-1"]);
  expect(await meant(engine("api-1"), true)).toEqual(["docker://api-1"]);
});

test("several are looked at side by side, or may not be meant", async () => {
  expect(await meant(engine("api-1", "api-2"), true)).toEqual(["docker://api-1", "docker://api-2"]);
  const refused = await meant(engine("api-1", "api-2"), false).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Ending);
  expect(refused).toMatchObject({
    code: 3,
    message: "swtop: app=shop may be several: api-1, api-2. Name one of them.",
  });
});
