import type { Transport } from "../../domain/ports/transport.ts";
import { runProgram } from "../program.ts";

/** This machine: `argv` is started here. */
export const local: Transport = {
  scheme: "local",
  open: (_target, argv, signal) => runProgram(argv, signal),
  explain: null,
};
