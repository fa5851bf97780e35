import type { Transport } from "../domain/ports/transport.ts";
import { exec } from "./exec/transport.ts";
import { local } from "./local/transport.ts";

/** Every kind of target that runs a shell. */
export const transports: readonly Transport[] = [local, exec];
