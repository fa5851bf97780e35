import { describe, expect, test } from "vitest";
import { raw } from "../audit/build.ts";
import { described, withVersion, type Change } from "./described.ts";

const server = (change: Change) => described(change).server;
const settings = (
  values: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): Change => ({ config: { server: { settings: values, ...more } } });

describe("server", () => {
  test("absent settings have Swoole's defaults", () => {
    expect(server(settings({}, { mode: 2 }))).toEqual({
      type: "async",
      mode: "process",
      workerNum: null,
      taskWorkerNum: 0,
      maxRequest: 0,
      taskEnableCoroutine: null,
    });
  });
  test("one worker in BASE mode when no number is given, as many as there are CPUs for 0", () => {
    expect(server(settings({}, { mode: 1 }))).toMatchObject({ mode: "base", workerNum: 1 });
    expect(server(settings({ worker_num: 0 }, { mode: 1 }))).toMatchObject({ workerNum: null });
  });
  test("texts of the environment are cast as PHP casts them", () => {
    expect(
      server(
        settings({
          worker_num: "8",
          task_worker_num: "2x",
          max_request: true,
          task_enable_coroutine: "0",
        }),
      ),
    ).toMatchObject({
      workerNum: 8,
      taskWorkerNum: 2,
      maxRequest: 1,
      taskEnableCoroutine: false,
    });
  });
  test("what is no constant is not known", () => {
    const dark = raw("swoole_cpu_num() * 2");
    expect(
      server(
        settings(
          {
            worker_num: dark,
            task_worker_num: dark,
            max_request: dark,
            task_enable_coroutine: dark,
          },
          { mode: dark, type: dark },
        ),
      ),
    ).toEqual({
      type: null,
      mode: null,
      workerNum: null,
      taskWorkerNum: null,
      maxRequest: null,
      taskEnableCoroutine: null,
    });
  });
  test("settings of the main port win over those of the server", () => {
    expect(
      server(
        settings(
          { worker_num: 4 },
          { servers: [{ name: "http", type: 1, settings: { worker_num: 7 } }] },
        ),
      ).workerNum,
    ).toBe(7);
  });
  test("a coroutine server is one process: the settings of a Swoole server are none of its own", () => {
    expect(
      server(settings({ worker_num: 4 }, { mode: 2, type: "Hyperf\\Server\\CoroutineServer" })),
    ).toEqual({
      type: "coroutine",
      mode: null,
      workerNum: null,
      taskWorkerNum: null,
      maxRequest: null,
      taskEnableCoroutine: null,
    });
  });
  test("a class of one's own is not known", () => {
    expect(server(settings({}, { type: "App\\Server" })).type).toBeNull();
  });
  test("without a mode Hyperf took BASE before 2.1; later no Swoole starts", () => {
    expect(server({ ...settings({}), ...withVersion("2.0.25") }).mode).toBe("base");
    expect(server({ ...settings({}), ...withVersion("2.1.0") }).mode).toBeNull();
    expect(server(settings({}, { mode: 3 })).mode).toBeNull();
  });
});
