import { expect, test } from "vitest";
import type { LogSource } from "../../../src/domain/log-source.ts";
import { aProcess, aSample, aServer } from "../../store/build.ts";
import { anAccount, eventsOf, readAt, recordsOf, theOne } from "./told.ts";

const aSource = (source: string, server: string | null): LogSource => ({
  source,
  server,
  why: "descriptor",
  pid: null,
  state: "followed",
  bytes: null,
  detail: null,
});

/** Two servers in containers of their own, which count PIDs alike. */
const servers = ["shop", "shop-2"].map((id, i) =>
  aServer(
    [
      aProcess({ pid: 100 + i, nsPid: 2, slot: "Manager" }),
      aProcess({ pid: 200 + i, nsPid: 7, slot: `Worker.${i}` }),
    ],
    { id },
  ),
);
const WROTE = "[2025-11-24 16:00:01.000] [INFO] imported pid=7";
const died = (rest: string): string =>
  `[2025-11-24 16:00:01 $2.0]\tWARNING\tWorker::report_error(): worker(${rest}) abnormal exit, status=0, signal=15`;

test("a source that is told gives its lines its server, whose processes alone can have written them", () => {
  const account = anAccount();
  account.sources([
    aSource("file:a", "shop"),
    aSource("file:b", "shop-2"),
    aSource("file:c", null),
  ]);
  account.sample(aSample(0, servers));
  const told = [
    ...["file:a", "file:b", "file:c"].flatMap((source) => account.lines(readAt(1, WROTE, source))),
    ...account.end(),
  ];
  expect(recordsOf(told).map(({ server, slot }) => [server, slot])).toEqual([
    ["shop", "Worker.0"],
    ["shop-2", "Worker.1"],
    [null, null],
  ]);
});

test("an event is of the server of its source", () => {
  const account = anAccount();
  account.sources([aSource("file:b", "shop-2")]);
  account.sample(aSample(0, servers));
  const told = [...account.lines(readAt(1, died("pid=7, id=5"), "file:b")), ...account.end()];
  expect(theOne(eventsOf(told), "abnormal-exit")).toMatchObject({
    server: "shop-2",
    slot: "Worker.1",
  });
});

test("what a head says of an id holds for its server alone", () => {
  const account = anAccount();
  account.sources([
    aSource("file:a", "shop"),
    aSource("file:a2", "shop"),
    aSource("file:b", "shop-2"),
    aSource("file:c", null),
  ]);
  account.sample(aSample(0, servers));
  const head = "[2025-11-24 16:00:01 *9.3]\tNOTICE\tProcessFactory::end() (ERRNO 1005): x";
  const told = [
    ...account.lines(readAt(1, head, "file:a")),
    ...["file:a2", "file:b", "file:c"].flatMap((source, i) =>
      account.lines(readAt(1, `${died(`pid=${88 + i}, id=3`)}\n[INFO] next`, source)),
    ),
    ...account.end(),
  ];
  const exits = eventsOf(told).filter(({ kind }) => kind === "abnormal-exit");
  expect(exits.map(({ source, slot }) => [source, slot])).toEqual([
    ["file:a2", "Worker.3"],
    ["file:b", null],
    ["file:c", null],
  ]);
});

test("where several servers are, id 0 alone is nobody's unless its source is told", () => {
  const account = anAccount();
  account.sources([aSource("file:a", "shop"), aSource("file:b", null)]);
  account.sample(aSample(0, servers));
  const told = [
    ...account.lines(readAt(1, died("pid=88, id=0"), "file:a")),
    ...account.lines(readAt(1, died("pid=89, id=0"), "file:b")),
    ...account.end(),
  ];
  expect(eventsOf(told).map(({ pid, slot }) => [pid, slot])).toEqual([
    [88, "Worker.0"],
    [89, null],
  ]);
});

test("a worker that starts after the reload of another server is no part of it", () => {
  const account = anAccount();
  account.sources([aSource("file:a", "shop"), aSource("file:b", "shop-2")]);
  const reload = "[2025-11-24 16:00:01 $2.0]\tINFO\tServer is reloading all workers now";
  const told = [
    ...account.lines(readAt(1, reload, "file:a")),
    ...account.lines(readAt(1, "[INFO] Worker#0 started.\n[INFO] next", "file:b")),
    ...account.lines(readAt(1, "[INFO] Worker#0 started.\n[INFO] next", "file:a")),
    ...account.end(),
  ];
  const starts = eventsOf(told).filter(({ kind }) => kind === "worker-start");
  expect(starts.map(({ server, story }) => [server, story !== null])).toEqual([
    ["shop-2", false],
    ["shop", true],
  ]);
});

test("a source that is named for two servers is of neither alone", () => {
  const account = anAccount();
  account.sources([aSource("journal", "shop"), aSource("journal", "shop-2")]);
  const [record] = recordsOf([...account.lines(readAt(1, WROTE, "journal")), ...account.end()]);
  expect(record?.server).toBeNull();
});
