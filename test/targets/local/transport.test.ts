import { expect, test } from "vitest";
import { local } from "../../../src/targets/local/transport.ts";
import { keepsTheContract } from "../contract.ts";

keepsTheContract({ transport: local, address: [] });

test("this machine runs what it is told", async () => {
  const target = { scheme: "local", uri: "local:", address: [] };
  const opened = local.open(target, ["no-such-shell"], new AbortController().signal);
  await expect(opened).rejects.toHaveProperty("fault", {
    kind: "command-not-found",
    detail: "no-such-shell",
  });
});
