import { expect, test } from "vitest";
import { epochMs } from "../../../src/domain/units.ts";
import { processOf, sampleOf, START } from "./readings.ts";

test("what a reading says of connections is in its sample, with its age; what it does not say is unknown", () => {
  const at = epochMs(START - 5000);
  const sockets = { at, byPeerPort: { "3306": 2 }, accepted: 3, listens: [9501] };
  const sample = sampleOf([
    { pid: 10, ppid: 1, line: "shop.Master", sockets },
    { pid: 11, ppid: 10, line: "shop.Manager" },
    { pid: 12, ppid: 11, line: "shop.Worker.0" },
  ]);
  expect(processOf(sample, 10)).toMatchObject({
    sockets: { "3306": 2 },
    socketsAt: at,
    accepted: 3,
    listens: [9501],
  });
  expect(processOf(sample, 12)).toMatchObject({
    sockets: null,
    socketsAt: null,
    accepted: null,
    listens: null,
  });
});
