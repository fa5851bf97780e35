import { describe, expect, test } from "vitest";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { exec } from "../../../src/targets/exec/transport.ts";
import { keepsTheContract } from "../contract.ts";

describe("sh", () => {
  keepsTheContract({ transport: exec, address: ["sh"] });
});

describe("a command that ends in a shell", () => {
  keepsTheContract({ transport: exec, address: ["env", "-i", "PATH=/usr/bin:/bin", "sh"] });
});

test("a command that is not there is a fault with its name", async () => {
  const target = { scheme: "exec", uri: "exec:", address: ["no-such-command-here", "x"] };
  const failure = await exec
    .open(target, ["sh"], new AbortController().signal)
    .catch((e: unknown) => e);
  expect(failure).toBeInstanceOf(TransportError);
  expect(failure).toHaveProperty("fault", {
    kind: "command-not-found",
    detail: "no-such-command-here",
  });
});
