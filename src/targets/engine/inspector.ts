import type { Inspector } from "../../domain/ports/inspector.ts";
import type { Engine } from "./engine.ts";
import { inspect } from "./inspect.ts";
import { list } from "./listing.ts";
import { logs } from "./logs.ts";
import { resolve } from "./resolve.ts";
import { nameIn } from "./transport.ts";

/** What an engine tells of its containers from outside. */
export const engineInspector = (engine: Engine): Inspector => ({
  scheme: engine.scheme,
  list: (signal) => list(engine, signal),
  resolve: ({ address }, labels, signal) => resolve(engine, address, labels, signal),
  inspect: (target, signal) => inspect(engine, nameIn(target), signal),
  logs: (target, from, signal) => logs(engine, nameIn(target), from, signal),
});
