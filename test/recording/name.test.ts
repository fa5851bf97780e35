import { expect, test } from "vitest";
import { recordingName } from "../../src/recording/name.ts";
import { AT } from "./sample-fixture.ts";

test.each([
  ["local:", "swtop-local-20261125T223000Z.ndjson.gz"],
  ["docker://api-1", "swtop-docker-api-1-20261125T223000Z.ndjson.gz"],
  [
    "exec:ssh -T web '../../etc/passwd'",
    "swtop-exec-ssh--T-web-..-..-etc-passwd-20261125T223000Z.ndjson.gz",
  ],
  ["k8s://prod/shop/中文\n", "swtop-k8s-prod-shop-20261125T223000Z.ndjson.gz"],
  [`exec:${"x".repeat(500)}`, `swtop-exec-${"x".repeat(55)}-20261125T223000Z.ndjson.gz`],
])("%j", (target, name) => {
  expect(recordingName(target, AT)).toBe(name);
});
