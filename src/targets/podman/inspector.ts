import { engineInspector } from "../engine/inspector.ts";
import { PODMAN } from "./transport.ts";

export const podmanInspector = engineInspector(PODMAN);
