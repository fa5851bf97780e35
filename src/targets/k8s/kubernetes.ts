import type { Inspector } from "../../domain/ports/inspector.ts";
import type { Transport } from "../../domain/ports/transport.ts";
import { SECOND_MS } from "../../domain/units.ts";
import type { kubernetesInspector } from "./inspector.ts";
import type { kubernetesTransport } from "./transport.ts";

/** As often as metrics change (metrics-server's default). */
const EVERY_MS = 15 * SECOND_MS;

type Kinds = {
  readonly transport: ReturnType<typeof kubernetesTransport>;
  readonly inspector: ReturnType<typeof kubernetesInspector>;
};

/** Both speak of the same pods over the same logins. All that they need is loaded with the first call: nobody else waits for it. */
export function kubernetes(): { readonly transport: Transport; readonly inspector: Inspector } {
  let loading: Promise<Kinds> | null = null;
  const loaded = (): Promise<Kinds> => (loading ??= load());
  return {
    transport: {
      scheme: "k8s",
      open: async (...asked) => (await loaded()).transport.open(...asked),
      explain: async (...asked) => (await loaded()).transport.explain(...asked),
    },
    inspector: {
      scheme: "k8s",
      everyMs: EVERY_MS,
      async *list(...asked) {
        yield* (await loaded()).inspector.list(...asked);
      },
      resolve: async (...asked) => (await loaded()).inspector.resolve(...asked),
      members: async (...asked) => (await loaded()).inspector.members(...asked),
      inspect: async (...asked) => (await loaded()).inspector.inspect(...asked),
      async *logs(...asked) {
        yield* (await loaded()).inspector.logs(...asked);
      },
      previousLogs: async (...asked) => (await loaded()).inspector.previousLogs(...asked),
      rights: async (...asked) => (await loaded()).inspector.rights(...asked),
    },
  };
}

async function load(): Promise<Kinds> {
  const [{ Attachments }, { Clusters }, { kubernetesInspector }, { kubernetesTransport }] =
    await Promise.all([
      import("./attachments.ts"),
      import("./clusters.ts"),
      import("./inspector.ts"),
      import("./transport.ts"),
    ]);
  const clusters = new Clusters();
  const attachments = new Attachments();
  return {
    transport: kubernetesTransport(clusters, attachments),
    inspector: kubernetesInspector(clusters, attachments),
  };
}
