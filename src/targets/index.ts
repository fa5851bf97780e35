import type { Inspector } from "../domain/ports/inspector.ts";
import type { Transport } from "../domain/ports/transport.ts";
import { dockerInspector } from "./docker/inspector.ts";
import { docker } from "./docker/transport.ts";
import { exec } from "./exec/transport.ts";
import { kubernetes } from "./k8s/kubernetes.ts";
import { local } from "./local/transport.ts";
import { podmanInspector } from "./podman/inspector.ts";
import { podman } from "./podman/transport.ts";
import { sshInspector } from "./ssh/inspector.ts";
import { ssh } from "./ssh/transport.ts";

const k8s = kubernetes();

/** Every kind of target that runs a shell. */
export const transports: readonly Transport[] = [local, docker, podman, k8s.transport, ssh, exec];

/** Every kind that can be told of from outside. */
export const inspectors: readonly Inspector[] = [
  dockerInspector,
  podmanInspector,
  k8s.inspector,
  sshInspector,
];
