import type { Engine } from "../engine/engine.ts";
import { engineTransport } from "../engine/transport.ts";

/** @source measured with 4.3.1 and runc: OOMKilled stays false when the main process is killed for want of memory */
export const PODMAN: Engine = { scheme: "podman", tellsOom: false, format: "json" };

/** A container of podman, by name or id, over the client's own connection. */
export const podman = engineTransport(PODMAN);
