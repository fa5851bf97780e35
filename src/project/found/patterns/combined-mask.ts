import type { Pattern } from "../pattern.ts";
import { nameOf, nodeAt, nodesAt, within } from "../syntax.ts";

/** `[self::WORKER | self::PROCESS, SIGTERM]` of a signal handler is taken for WORKER only (hyperf:src/signal/src/SignalManager.php, `elseif`). */
export const combinedMask: Pattern = {
  kind: "combined-mask",
  words: ["PROCESS |", "WORKER |", "PROCESS|", "WORKER|"],
  find({ interfaces, methods }) {
    const listen = methods.get("listen");
    if (listen === undefined || !interfaces.some((name) => name.startsWith("SignalHandler")))
      return [];
    return within(listen.node).filter((node) => {
      const [process, signal, ...more] = node.kind === "array" ? nodesAt(node, "items") : [];
      if (process === undefined || signal === undefined || more.length > 0) return false;
      const mask = nodeAt(process, "value");
      if (mask?.kind !== "bin" || Reflect.get(mask, "type") !== "|") return false;
      const names = within(mask)
        .filter(({ kind }) => kind === "staticlookup")
        .map((each) => nameOf(nodeAt(each, "offset")));
      return names.includes("WORKER") && names.includes("PROCESS");
    });
  },
};
