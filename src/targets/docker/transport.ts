import type { Engine } from "../engine/engine.ts";
import { engineTransport } from "../engine/transport.ts";

export const DOCKER: Engine = { scheme: "docker", tellsOom: true, format: "{{json .}}" };

/** A container of docker, by name or id, in the client's own context. */
export const docker = engineTransport(DOCKER);
