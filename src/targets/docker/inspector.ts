import { engineInspector } from "../engine/inspector.ts";
import { DOCKER } from "./transport.ts";

export const dockerInspector = engineInspector(DOCKER);
