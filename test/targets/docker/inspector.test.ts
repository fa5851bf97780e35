import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dockerInspector } from "../../../src/targets/docker/inspector.ts";
import { startDocker, type Docker } from "../../fixtures/engine.ts";
import { lacks } from "../../fixtures/needs.ts";
import { tellsOfContainers } from "../inspector-contract.ts";

describe.skipIf(lacks("dockerd"))("docker", () => {
  let engine: Docker;
  beforeAll(async () => {
    engine = await startDocker();
    Object.assign(process.env, engine.env);
    engine.image("php");
  }, 60_000);
  afterAll(() => engine.end(), 60_000);

  tellsOfContainers(dockerInspector, () => engine);
});

test("an engine that is not there is told in the listing, and nothing is thrown", async () => {
  const former = { ...process.env };
  Object.assign(process.env, {
    DOCKER_HOST: "unix:///nonexistent/docker.sock",
    DOCKER_CONTEXT: "",
  });
  try {
    const listings = [];
    for await (const listing of dockerInspector.list(new AbortController().signal))
      listings.push(listing);
    expect(listings).toHaveLength(1);
    expect(listings[0]).toMatchObject({
      kind: "docker",
      candidates: [],
      isComplete: true,
      fault: { kind: "engine-unreachable" },
    });
  } finally {
    process.env = former;
  }
});
