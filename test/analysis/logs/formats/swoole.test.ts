import { expect, test } from "vitest";
import { essence, iso, recordOf } from "../read.ts";

const at = (head: string): string | null => iso(recordOf(`${head}\tINFO\tx`).at);

// shared captures/logs-6.2.1-process/main.swoole.log, logfmt/formats.txt
test("a head says when, who and how bad", () => {
  const line =
    "[2026-11-23 05:38:50 $19338.0]\tWARNING\tWorker::report_error(): worker(pid=19343, id=0) abnormal exit, status=0, signal=9";
  expect(essence(recordOf(line))).toEqual([
    "swoole",
    "warning",
    "2026-11-23T05:38:50.000Z",
    19338,
    null,
    null,
    "Worker::report_error(): worker(pid=19343, id=0) abnormal exit, status=0, signal=9",
  ]);
});

test("only event and task workers have a worker id: a `#` carries a thread, a dying worker `@pid.0`", () => {
  const ids = ["#5.2", "$5.0", "*5.2", "^5.7", "@5.0", "%5.0", "*5.-1"].map((mark) => {
    const { pid, workerId } = recordOf(`[2026-11-23 05:46:00 ${mark}]\tINFO\tx`);
    return [pid, workerId];
  });
  expect(ids).toEqual([
    [5, null],
    [5, null],
    [5, 2],
    [5, 7],
    [5, null],
    [5, null],
    [5, null],
  ]);
});

test("Swoole heads of 4.2-6.2: microseconds", () => {
  expect(at("[2026-11-23 05:57:53<.848012> *15964.1]")).toBe("2026-11-23T05:57:53.848Z");
});

test("Swoole heads of 4.2-6.2: custom date formats", () => {
  expect(at("[2026-11-23T05:57:57+0000 *16080.1]")).toBe("2026-11-23T05:57:57.000Z");
  expect(at("[2026-11-23T05:57:57+0200 *16080.1]")).toBe("2026-11-23T03:57:57.000Z");
  expect(at("[Mon Nov 23 05:57:53 2026 *1.1]")).toBe("2026-11-23T05:57:53.000Z");
  expect(at("[2026/11/23 05:57:53 *1.1]")).toBe("2026-11-23T05:57:53.000Z");
  expect(at("[23.11.2026 05:57:53<.100000> *1.1]")).toBe("2026-11-23T05:57:53.100Z");
});

test("a date that leaves a doubt is unknown, and the head is one all the same", () => {
  for (const date of ["11/12/2026 05:57:53", "05:57:53", "2026-11-23 05:57:53 CST", "no date"]) {
    const record = recordOf(`[${date} *16080.1]\tERROR\tx`);
    expect([record.format, record.pid, record.at]).toEqual(["swoole", 16080, null]);
  }
});

test("Swoole heads of 4.2-6.2: blanks for tabs", () => {
  const line =
    "[2024-08-27 03:53:14 *30.1] NOTICE ProcessFactory::end() (ERRNO 1005): session#119 does not exists";
  expect(essence(recordOf(line))).toEqual(essence(recordOf(line.replace(/ (NOTICE) /u, "\t$1\t"))));
  expect(recordOf(line)).toMatchObject({ format: "swoole", level: "notice", pid: 30, workerId: 1 });
});

test("all levels, and nothing else", () => {
  const levels = ["DEBUG", "TRACE", "INFO", "NOTICE", "WARNING", "ERROR"].map(
    (level) => recordOf(`[2026-11-23 05:46:00 *1.1]\t${level}\tx`).level,
  );
  expect(levels).toEqual(["debug", "trace", "info", "notice", "warning", "error"]);
  for (const line of [
    "[2026-11-23 05:46:00 *1.1]\tLOUD\tx",
    "[2026-11-23 05:46:00 *1.1]INFO\tx",
    "[2026-11-23 05:46:00 &1.1]\tINFO\tx",
    "[2026-11-23 05:46:00 *1]\tINFO\tx",
  ])
    expect(recordOf(line).format).not.toBe("swoole");
});
