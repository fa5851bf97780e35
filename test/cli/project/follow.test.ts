import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withProject } from "../../../src/cli/project/follow.ts";
import type { Observation } from "../../../src/domain/observation.ts";
import type { TargetFiles } from "../../../src/domain/ports/source.ts";
import { aProcess, aSample, aServer } from "../../store/build.ts";

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => life.abort());

/** A target of which every request is noted; its project may come later. */
function target(project: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  let isThere = false;
  const files: TargetFiles = {
    read(paths) {
      asked.push(`read ${paths[0] ?? ""}`);
      return Promise.resolve(
        new Map(
          paths.flatMap((path) => {
            const text = project[path.replace(/^\d+\/cwd\//u, "")];
            return !isThere || text === undefined ? [] : [[path, Buffer.from(text)] as const];
          }),
        ),
      );
    },
    list: () => Promise.resolve([]),
    links(paths) {
      asked.push(`links ${paths.join(" ")}`);
      return Promise.resolve(new Map([["7/cwd", "/opt/www"]]));
    },
  };
  const deploy = (): void => {
    isThere = true;
  };
  return { asked, files, deploy };
}

/** Hands in samples one by one; answers with what came of each. */
function following(files: TargetFiles, directory: string | null = null) {
  const samples: Observation[] = [];
  let arrival = Promise.withResolvers<void>();
  const source = (async function* (): AsyncGenerator<Observation> {
    while (!life.signal.aborted) {
      const next = samples.shift();
      if (next !== undefined) yield next;
      else await arrival.promise;
    }
  })();
  const wish = { directory, set: {}, file: null, next: 1 };
  const missed: string[] = [];
  const followed = withProject(
    source,
    { files, wish, missed: (why) => missed.push(why) },
    life.signal,
  );
  const came: Observation[] = [];
  void (async () => {
    for await (const observation of followed.observations) came.push(observation);
  })();
  const server = aServer([aProcess({ pid: 7, slot: "Master" })], { rootPid: 7 });
  const second = async (at: number): Promise<void> => {
    samples.push({ type: "sample", sample: aSample(at, [server]) });
    arrival.resolve();
    arrival = Promise.withResolvers();
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  };
  const projects = () => came.filter(({ type }) => type === "project").length;
  return { followed, second, projects, missed };
}

test("a target without a project is looked at again each minute, without its open files", async () => {
  const { files, asked, deploy } = target({ "composer.json": '{"name":"a/b"}' });
  const { second, projects } = following(files);
  for (let at = 0; at < 60; at += 1) await second(at);
  expect(asked).toEqual(["read 7/cwd/composer.json", "links 7/fd/*"]);
  await second(60);
  await second(61);
  expect(asked.slice(2)).toEqual(["read 7/cwd/composer.json"]);
  deploy();
  let at = 120;
  await expect
    .poll(async () => {
      await second(at);
      at += 1;
      return projects();
    })
    .toBe(1);
});

test("who asks for it is told that there is none, and then that it was read", async () => {
  const { files, asked, deploy } = target({ "composer.json": '{"name":"a/b"}' });
  const { second, followed, projects } = following(files);
  await second(0);
  const before = asked.length;
  const none = followed.again();
  await second(1);
  expect(await none).toBe("no-project");
  expect(asked.slice(before)).toContain("links 7/fd/*");
  deploy();
  const there = followed.again();
  await second(2);
  expect(await there).toBe("read");
  await second(3);
  expect(projects()).toBe(1);
});

test("what is looked for in vain is told at once, and where it was looked for", async () => {
  const { files, deploy } = target({ "composer.json": '{"name":"a/b"}' });
  const found = following(files);
  await found.second(0);
  expect(found.missed).toEqual(["nowhere"]);
  const named = following(files, "/nope");
  await named.second(0);
  expect(named.missed).toEqual(["not-there"]);
  deploy();
  await found.second(60);
  expect(found.missed).toEqual(["nowhere"]);
});
