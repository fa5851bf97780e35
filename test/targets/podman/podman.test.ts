import { afterAll, beforeAll, describe } from "vitest";
import { podmanInspector } from "../../../src/targets/podman/inspector.ts";
import { podman } from "../../../src/targets/podman/transport.ts";
import { startPodman, type Engine } from "../../fixtures/engine.ts";
import { lacks } from "../../fixtures/needs.ts";
import { keepsTheContract } from "../contract.ts";
import { tellsOfContainers } from "../inspector-contract.ts";

describe.skipIf(lacks("podman"))("podman", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = startPodman();
    Object.assign(process.env, engine.env);
    engine.image("php");
    engine.client("run", "-d", "--name", "idle", "--network", "none", "php", "sleep", "600");
  }, 60_000);
  afterAll(() => engine.end(), 60_000);

  keepsTheContract({ transport: podman, address: ["idle"], runsHere: false });
  tellsOfContainers(podmanInspector, () => engine);
});
