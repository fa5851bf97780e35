import { afterAll, beforeAll, describe } from "vitest";
import { docker } from "../../../src/targets/docker/transport.ts";
import { startDocker, type Docker } from "../../fixtures/engine.ts";
import { lacks } from "../../fixtures/needs.ts";
import { keepsTheContract } from "../contract.ts";

describe.skipIf(lacks("dockerd"))("a container of docker", () => {
  let engine: Docker;
  beforeAll(async () => {
    engine = await startDocker();
    Object.assign(process.env, engine.env);
    engine.image("php");
    engine.client("run", "-d", "--name", "idle", "--network", "none", "php", "sleep", "600");
  }, 60_000);
  afterAll(() => engine.end(), 60_000);

  keepsTheContract({ transport: docker, address: ["idle"], runsHere: false });
});
