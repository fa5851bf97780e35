import { afterAll, beforeEach, describe } from "vitest";
import { podmanInspector } from "../../../src/targets/podman/inspector.ts";
import { podman } from "../../../src/targets/podman/transport.ts";
import { podmanThatRuns } from "../../fixtures/engine.ts";
import { keepsTheContract } from "../contract.ts";
import { tellsOfContainers } from "../inspector-contract.ts";

const engine = await podmanThatRuns();

describe.skipIf(engine === null)("podman", () => {
  beforeEach(() => void Object.assign(process.env, engine?.env));
  afterAll(() => engine?.end(), 60_000);

  keepsTheContract({ transport: podman, address: ["idle"], runsHere: false });
  tellsOfContainers(podmanInspector, () => {
    if (engine === null) throw new Error("there is no podman");
    return engine;
  });
});
