import { describe, expect, test } from "vitest";
import { containerOf, eventOf } from "../../../src/targets/engine/inspection.ts";
import type { EngineEvent } from "../../../src/targets/engine/lives.ts";
import { sizeOf } from "../../../src/targets/engine/listing.ts";
import { faultOf, wordsOf } from "../../../src/targets/engine/engine.ts";
import { because } from "../../../src/targets/engine/still.ts";
import { probablyOf } from "../../../src/targets/engine/probably.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs, MIB } from "../../../src/domain/units.ts";

const DOCKER = { scheme: "docker", tellsOom: true, format: "{{json .}}" } as const;
const PODMAN = { scheme: "podman", tellsOom: false, format: "json" } as const;
const at = (time: string) => epochMs(Date.parse(`2026-11-27T${time}Z`));
const event = (kind: EngineEvent["kind"], time: string, exitCode: number | null = null) => ({
  kind,
  at: at(time),
  exitCode,
});
const inspected = (state: object) => ({
  Id: "9bc2",
  Name: "/api",
  State: {
    Status: "running",
    StartedAt: "2026-11-27T09:00:00.5Z",
    FinishedAt: "0001-01-01T00:00:00Z",
    ExitCode: 0,
    ...state,
  },
  Image: "sha256:a233",
  RestartCount: 2,
  HostConfig: { Memory: 64 * MIB, LogConfig: { Type: "json-file" } },
  Config: { Image: "shop:1" },
});
const lives = (
  engine: typeof DOCKER | typeof PODMAN,
  state: object,
  events: readonly EngineEvent[],
) => containerOf(engine, inspected(state), { events, image: null }).lives;

describe("lives", () => {
  test("a kill of the main process is one for want of memory where the engine told of that just before", () => {
    const told = [
      event("start", "03:00:00"),
      event("oom", "08:59:58"),
      event("die", "08:59:59", 137),
    ];
    expect(lives(DOCKER, {}, told)[0]).toEqual({
      startedAt: at("03:00:00"),
      endedAt: at("08:59:59"),
      exitCode: 137,
      oomKilled: true,
    });
    expect(lives(DOCKER, {}, told)[1]?.oomKilled).toBeNull();
  });

  test("an oom that is told just behind the death explains it, too", () => {
    const told = [
      event("start", "03:00:00"),
      event("die", "08:59:59", 137),
      event("oom", "08:59:59.500"),
    ];
    expect(lives(DOCKER, {}, told)[0]?.oomKilled).toBe(true);
  });

  test("a child that was killed hours before is not why the container ended", () => {
    const told = [
      event("start", "03:00:00"),
      event("oom", "04:00:00"),
      event("die", "08:59:59", 137),
    ];
    expect(lives(DOCKER, {}, told)[0]?.oomKilled).toBe(false);
    const clean = [
      event("start", "03:00:00"),
      event("oom", "08:59:58"),
      event("die", "08:59:59", 0),
    ];
    expect(lives(DOCKER, {}, clean)[0]?.oomKilled).toBe(false);
  });

  test("podman says nothing of memory: an exit 137 there is not decided", () => {
    const told = [event("start", "03:00:00"), event("die", "08:59:59", 137)];
    expect(lives(PODMAN, {}, told)[0]?.oomKilled).toBeNull();
    const over = {
      Status: "exited",
      OOMKilled: false,
      ExitCode: 137,
      FinishedAt: "2026-11-27T09:30:00Z",
    };
    expect(lives(PODMAN, over, []).at(-1)?.oomKilled).toBeNull();
    expect(lives(DOCKER, over, []).at(-1)?.oomKilled).toBe(false);
  });

  test("events that are forgotten: when the last life ended is all that is left", () => {
    expect(lives(DOCKER, { FinishedAt: "2026-11-27T08:59:59Z" }, [])).toEqual([
      { startedAt: null, endedAt: at("08:59:59"), exitCode: null, oomKilled: null },
      { startedAt: at("09:00:00.5"), endedAt: null, exitCode: null, oomKilled: null },
    ]);
  });

  test("a death whose event is later than the next start is still of the life before", () => {
    const told = [event("start", "03:00:00"), event("die", "09:00:00.600", 137)];
    expect(lives(DOCKER, {}, told).map(({ exitCode }) => exitCode)).toEqual([137, null]);
  });

  test("a death that is told after the next start ends the life before", () => {
    const told = [
      event("start", "03:00:00"),
      event("start", "09:00:00"),
      event("die", "09:00:00.600", 137),
    ];
    expect(lives(PODMAN, {}, told)[0]).toMatchObject({
      startedAt: at("03:00:00"),
      endedAt: at("09:00:00.600"),
    });
  });

  test("what ended has its last life told once", () => {
    const over = {
      Status: "exited",
      OOMKilled: true,
      ExitCode: 137,
      FinishedAt: "2026-11-27T09:30:00Z",
    };
    const told = [
      event("start", "09:00:00"),
      event("oom", "09:29:59"),
      event("die", "09:30:00", 137),
    ];
    expect(lives(DOCKER, over, told)).toEqual([
      { startedAt: at("09:00:00.5"), endedAt: at("09:30:00"), exitCode: 137, oomKilled: true },
    ]);
  });
});

test("an inspection that lacks everything is a container of which nothing is known", () => {
  expect(containerOf(DOCKER, {}, { events: [], image: null })).toMatchObject({
    id: "",
    state: "created",
    image: null,
    limitBytes: null,
    restartCount: null,
    lives: [],
  });
});

test.each([
  // docker 20.10, events --format '{{json .}}'
  [
    '{"status":"die","Action":"die","Actor":{"Attributes":{"exitCode":"137"}},"time":1795774753,"timeNano":1795774753004186931}',
    { kind: "die", at: 1795774753004, exitCode: 137 },
  ],
  [
    '{"status":"start","Action":"start","time":1795774753}',
    { kind: "start", at: 1795774753000, exitCode: null },
  ],
  // podman 4.3.1, events --format json
  [
    '{"ContainerExitCode":137,"Name":"p1","Status":"died","Time":"2026-11-27T10:27:38.752737599Z","Type":"container"}',
    { kind: "die", at: Date.parse("2026-11-27T10:27:38.752Z"), exitCode: 137 },
  ],
  ['{"Status":"refresh","Time":"2026-11-27T10:26:30.88Z","Type":"system"}', null],
  ['{"Action":"start"}', null],
  ["7", null],
])("event %s", (line, expected) => {
  expect(eventOf(JSON.parse(line))).toEqual(expected);
});

test.each([
  [
    "Cannot connect to the Docker daemon at unix:///nonexistent/docker.sock. Is the docker daemon running?",
    "engine-unreachable",
  ],
  [
    "error during connect: Get http://build:2375/v1.41/info: dial tcp: lookup build: no such host",
    "engine-unreachable",
  ],
  [
    "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix /var/run/docker.sock: connect: permission denied",
    "no-permission",
  ],
  [
    'unable to connect to Podman socket: Get "http://d/v4.3.1/libpod/_ping": dial unix /nonexist: connect: no such file or directory',
    "engine-unreachable",
  ],
  ["No such container: checkout-ap", "no-such-target"],
  ['no container with name or ID "nope" found: no such container', "no-such-target"],
  ["Container api is paused, unpause the container before exec", "paused"],
  ["Container 9bc2 is not running", "not-running"],
  ["can only create exec sessions on running containers: container state improper", "not-running"],
  [
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown',
    "no-shell",
  ],
  ["authorization denied by plugin opa: exec is forbidden", "exec-denied"],
  ["configured logging driver does not support reading", "unreadable-logs"],
  ["something that nobody knows", null],
])("the client's %s", (words, kind) => {
  expect(faultOf(words)?.kind ?? null).toBe(kind);
});

test("the words of a client lose their decoration", () => {
  expect(wordsOf("Error response from daemon: No such container: x\n")).toBe(
    "No such container: x",
  );
  expect(wordsOf('time="2026" level=error msg=broken\n')).toBe("broken");
  expect(wordsOf("one\ndocker: two\nSee 'docker run --help'.\n")).toBe("docker: two");
  expect(wordsOf("\n")).toBeNull();
});

test.each([
  ["12.3MiB / 128MiB", Math.round(12.3 * MIB)],
  ["696.3kB / 67.11MB", 696_300],
  ["0B / 0B", 0],
  ["1.5GiB / 2GiB", 1.5 * 1024 * MIB],
  ["-- / --", null],
])("a size %s", (text, size) => {
  expect(sizeOf(text)).toBe(size);
});

const known = (
  image: string,
  command: string,
  titles: readonly string[] | null,
  ports: readonly number[] = [],
) => probablyOf({ image: untrustedText(image), command: untrustedText(command), ports, titles });

describe("what it probably is", () => {
  test.each([
    [["shop:1", "docker-entrypoint.sh", ["shop.Master", "shop.Worker.0"]], "hyperf"],
    [["hyperf/hyperf:8.2", "sh", null], "hyperf"],
    [["shop:1", "php bin/hyperf.php start", null], "hyperf"],
    [["phpswoole/swoole", "php server.php", null], "swoole"],
    [["shop:1", "php server.php", ["php server.php"]], "php"],
    [["php:8.2-cli", "sleep 600", ["sleep 600"]], "other"],
    [["redis:7", "redis-server", null], null],
    [["redis:7", "redis-server", ["redis-server *:6379"]], "other"],
  ] as const)("%j: %s", ([image, command, titles], probably) => {
    expect(known(image, command, titles)).toBe(probably);
  });
  test("a php that listens where Swoole's examples do", () => {
    expect(known("shop", "php server.php", ["php server.php"], [9501])).toBe("swoole");
  });
});

test("docker's flag is set by a child that was killed in that life, too: without an oom just before the end nothing is decided", () => {
  const stopped = {
    Status: "exited",
    OOMKilled: true,
    ExitCode: 137,
    FinishedAt: "2026-11-27T09:30:00Z",
  };
  const child = [event("start", "09:00:00"), event("oom", "09:10:00")];
  expect(lives(DOCKER, stopped, child).at(-1)?.oomKilled).toBeNull();
  expect(lives(DOCKER, stopped, [...child, event("die", "09:30:00", 137)]).at(-1)?.oomKilled).toBe(
    false,
  );
});

describe("why a shell never answered", () => {
  const told = [event("die", "08:59:59", 1), event("start", "09:00:00.5")];
  const container = (Status: string) =>
    containerOf(DOCKER, inspected({ Status }), { events: told, image: null });
  // docker 20.10 writes that on stdout, and what reads it says that this is no shell
  const restarting = {
    kind: "no-shell",
    detail: untrustedText(
      "Error response from daemon: Container 9bc2 is restarting, wait until the container is running",
    ),
  } as const;

  test("it is being started again, or was just now: neither is the end", () => {
    const seen = { fault: restarting, attachedAt: null };
    expect(because(container("restarting"), seen)).toMatchObject({ kind: "restarting" });
    expect(because(container("running"), seen)).toMatchObject({
      kind: "restarted",
      detail: "api",
    });
    expect(because(container("exited"), seen)).toMatchObject({ kind: "not-running" });
  });

  test("it has no shell", () => {
    const fault = {
      kind: "no-shell",
      detail: untrustedText('exec: "sh": executable file not found in $PATH: unknown'),
    } as const;
    expect(because(container("running"), { fault, attachedAt: null })).toEqual(fault);
  });
});
