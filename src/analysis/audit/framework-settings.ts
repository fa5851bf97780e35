// Where frameworks other than Hyperf keep the settings of Swoole's server.
import type { Declarations } from "../../domain/declarations.ts";
import { entriesOf, settingOf } from "../../domain/setting.ts";

export type Path = readonly (string | number)[];

/** The arrays that hold the settings: the first that says one wins, or (`isOneOf`) no file tells which of them holds, so that all have to say the same. */
export type Kept = { readonly paths: readonly Path[]; readonly isOneOf: boolean };

type Asked = Pick<Declarations, "framework" | "config"> &
  Partial<Pick<Declarations, "entrypoints">>;

/**
 * @source octane:src/Commands/StartSwooleCommand.php, laravel-s:config/laravels.php, laravel-swoole:config/swoole_http.php,
 * think-swoole 3:src/config/swoole.php (server), 4:(http), imi:src/Components/swoole/src/Server/Base.php; simps:config/server.php is not read: its layout was not found
 */
const FIXED: Readonly<Record<string, readonly Path[]>> = {
  octane: [["octane", "swoole", "options"]],
  "laravel-s": [["laravels", "swoole"]],
  "laravel-swoole": [["swoole_http", "server", "options"]],
  "think-swoole": [
    ["swoole", "server", "options"],
    ["swoole", "http", "options"],
    ["swoole", "http"],
  ],
  imi: [["config/config.php", "mainServer", "configs"]],
};

/** Null: of this framework it is not known. */
export function keptSettings(asked: Asked): Kept | null {
  const fixed = FIXED[asked.framework ?? ""];
  if (fixed !== undefined) return { paths: fixed, isOneOf: false };
  switch (asked.framework) {
    case "easyswoole":
      return ofEasySwoole(asked);
    case "swoft":
      return ofSwoft(asked);
    case "mezzio-swoole":
      return ofMezzio(asked);
    case null:
    default:
      return null;
  }
}

/** The start command says which of the two files is loaded (easyswoole:src/Core.php, loadEnv). */
function ofEasySwoole({ config }: Asked): Kept {
  const files = ["dev.php", "produce.php"].filter((file) => keysOf(config).includes(file));
  return { paths: files.map((file) => [file, "MAIN_SERVER", "SETTING"]), isOneOf: true };
}

const BEANS = "app/bean.php";
/** `http:start` starts httpServer (swoft-component: src/http-server/src/Command/HttpServerCommand.php). */
const SERVERS = ["http", "ws", "rpc", "tcp"] as const;

/** Which server is started the command says; without it every one that is a bean may be. */
function ofSwoft({ config, entrypoints = [] }: Asked): Kept {
  const beans = settingOf({ config }, [BEANS]);
  // what no one could read holds whatever is asked of it
  if (beans.state === "unresolved") return { paths: [[BEANS]], isOneOf: false };
  const keys = entriesOf(beans).map(({ key }) => key);
  const there = SERVERS.filter((name) => keys.includes(`${name}Server`));
  const started = there.filter((name) =>
    entrypoints.some(({ text }) => new RegExp(`\\b${name}:start\\b`, "u").test(text)),
  );
  const servers = started.length > 0 ? started : there;
  return { paths: servers.map((name) => [BEANS, `${name}Server`, "setting"]), isOneOf: true };
}

/** mezzio-swoole:src/HttpServerFactory.php; before 3.0 under the name of Zend's package. */
const MEZZIO = ["mezzio-swoole", "zend-expressive-swoole"];
const MEZZIO_FILE = /(?:^|\/)(?:[^/]*(\.))?(global|local|development)(?:\.config)?\.php$/u;

/** Later files win: `global.php`, `*.global.php`, `local.php`, `*.local.php`, the development mode (mezzio-skeleton:src/MezzioInstaller/Resources/config/config.php). */
function ofMezzio({ config }: Asked): Kept {
  const files = keysOf(config)
    .filter((key) => MEZZIO_FILE.test(key))
    .toSorted((a, b) => rankOf(b) - rankOf(a) || (a < b ? 1 : -1));
  const paths = files.flatMap((file) =>
    MEZZIO.map((name) => [file, name, "swoole-http-server", "options"]),
  );
  return { paths, isOneOf: false };
}

const keysOf = ({ entries }: Asked["config"]): readonly string[] =>
  entries.map(({ key }) => String(key));

function rankOf(file: string): number {
  const [, dot, kind] = MEZZIO_FILE.exec(file) ?? [];
  return ["global", "local", "development"].indexOf(kind ?? "") * 2 + (dot === undefined ? 0 : 1);
}
