// Which files a project is asked for before anything of it is known.
import type { Wanted } from "../domain/ports/project-files.ts";

export type { Wanted } from "../domain/ports/project-files.ts";

const KIB = 1024;
/** Source and configuration: what is longer was generated. */
export const MOST_SOURCE_BYTES = 256 * KIB;
const MOST_LOCK_BYTES = 4096 * KIB;
/** Of folders that hold sources. */
export const SOURCE_DEPTH = 12;

export const file = (path: string, mostBytes = MOST_SOURCE_BYTES): Wanted => ({
  kind: "file",
  path,
  mostBytes,
});
export const folder = (path: string, suffixes: readonly string[], depth: number): Wanted => ({
  kind: "folder",
  path,
  suffixes,
  depth,
  mostBytes: MOST_SOURCE_BYTES,
});

export const CONFIG = "config/config.php";
export const AUTOLOAD = "config/autoload";
export const SCHEDULE = "config/crontabs.php";
export const BIN = "bin/hyperf.php";
/** `config/NAME.php` of frameworks that keep their settings so. */
export const PLAIN_CONFIG = ["octane", "laravels", "swoole", "swoole_http", "server"] as const;

const YAML = [".yml", ".yaml"] as const;
const AROUND: readonly Wanted[] = [
  ...["Dockerfile", "Dockerfile.prod", "Dockerfile.production", "Dockerfile.dev"].map((path) =>
    file(path),
  ),
  ...["docker-compose", "compose", "docker-compose.prod", "docker-compose.override"].flatMap(
    (name) => YAML.map((suffix) => file(name + suffix)),
  ),
  ...["entrypoint.sh", "docker-entrypoint.sh", "start.sh", "php.ini"].map((path) => file(path)),
  ...["docker", ".docker", "build"].map((path) =>
    folder(path, ["Dockerfile", ".dockerfile", ".sh", ".ini", ...YAML], 2),
  ),
  folder("conf.d", [".ini"], 0),
  ...["k8s", ".k8s", "kubernetes", "deploy", "deployment", "manifests"].map((path) =>
    folder(path, YAML, 4),
  ),
];

export const FIRST: readonly Wanted[] = [
  file("composer.json"),
  file("composer.lock", MOST_LOCK_BYTES),
  file(".env"),
  file(BIN),
  file(CONFIG),
  folder(AUTOLOAD, [".php"], 4),
  file(SCHEDULE),
  ...PLAIN_CONFIG.map((name) => file(`config/${name}.php`)),
  file("server.php"),
  // EasySwoole, Swoft, Mezzio in its development mode
  ...["dev.php", "produce.php", "app/bean.php", "config/development.config.php"].map((path) =>
    file(path),
  ),
  ...AROUND,
];

/** Where PHP's images and distributions keep its settings; asked of a target only. PHP reads the folder after the file. */
export const SYSTEM: readonly Wanted[] = [
  ["/usr/local/etc/php/php.ini", "/usr/local/etc/php/conf.d"] as const,
  ["/etc/php.ini", "/etc/php.d"] as const,
  ["/etc/php/php.ini", "/etc/php/conf.d"] as const,
  ...["74", "8", "80", "81", "82", "83", "84", "85"].map(
    (version) => [`/etc/php${version}/php.ini`, `/etc/php${version}/conf.d`] as const,
  ),
  ...["7.4", "8.0", "8.1", "8.2", "8.3", "8.4", "8.5"].map(
    (version) => [`/etc/php/${version}/cli/php.ini`, `/etc/php/${version}/cli/conf.d`] as const,
  ),
].flatMap(([ini, more]) => [file(ini), folder(more, [".ini"], 0)]);

/** A file that belongs to a folder that was asked for. */
export const isWithin = (path: string, { path: base, suffixes }: FolderWanted): boolean =>
  (base === "" || base === "." || path.startsWith(`${base}/`)) &&
  suffixes.some((suffix) => path.endsWith(suffix));
type FolderWanted = Extract<Wanted, { kind: "folder" }>;
