// The servers that a project listens with, and where the settings of each stand.
import type { Declarations } from "../../domain/declarations.ts";
import { constantOf, entriesOf, settingOf } from "../../domain/setting.ts";
import { isHyperf } from "./findings.ts";
import { keptSettings, type Path } from "./framework-settings.ts";

/** One `servers` entry of Hyperf's server.php, or the one server of another framework. The first is the main one: its settings are the server's. */
export type Port = {
  readonly name: string | null;
  readonly type: number | null;
  readonly settings: readonly Path[];
  readonly path: Path;
  /** Only one of `settings` holds, and which no file tells. */
  readonly isOneOf?: boolean;
};

/** What tells where the settings of a server stand. */
type Asked = Pick<Declarations, "framework" | "config"> &
  Partial<Pick<Declarations, "entrypoints">>;

/** `Hyperf\Server\Server`. */
const SERVER_HTTP = 1;
export const SERVER_WEBSOCKET = 2;

/** In the order of Hyperf's `sortServers`: the last WebSocket server, else the last HTTP server is the main one (hyperf:src/server/src/Server.php). */
export function portsOf(declarations: Asked): readonly Port[] {
  if (!isHyperf(declarations)) {
    const kept = keptSettings(declarations);
    if (kept === null) return [];
    const { paths, isOneOf } = kept;
    return [{ name: null, type: null, settings: paths, path: [], isOneOf }];
  }
  const sorted: Port[] = [];
  for (const { key } of entriesOf(settingOf(declarations, "server.servers"))) {
    const port = hyperfPort(declarations, key);
    const { type } = port;
    const isFirst =
      type === SERVER_WEBSOCKET ||
      (type === SERVER_HTTP && !sorted.some((other) => other.type === SERVER_WEBSOCKET));
    if (isFirst) sorted.unshift(port);
    else sorted.push(port);
  }
  const [main, ...others] = sorted;
  if (main === undefined) return [{ name: null, type: null, settings: [SHARED], path: [] }];
  return [{ ...main, settings: main.settings.length > 0 ? main.settings : [SHARED] }, ...others];
}

const SHARED: Path = ["server", "settings"];

/** A port without settings of its own has Swoole's, not the shared ones, unless it is the main one. */
function hyperfPort(declarations: Pick<Declarations, "config">, key: string | number): Port {
  const path = ["server", "servers", key];
  const type = constantOf(settingOf(declarations, [...path, "type"]));
  const name = constantOf(settingOf(declarations, [...path, "name"]));
  const own = settingOf(declarations, [...path, "settings"]);
  const hasOwn = own.state === "unresolved" || entriesOf(own).length > 0;
  return {
    name: typeof name === "string" ? name : typeof key === "string" ? key : null,
    type: typeof type === "number" ? type : null,
    settings: hasOwn ? [[...path, "settings"], SHARED] : [],
    path,
  };
}
