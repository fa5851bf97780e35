import type { TargetFiles } from "../../domain/ports/source.ts";
import type { Versions } from "../../domain/project.ts";

/** Modules of PHP by the API that their folder is named after: `no-debug-non-zts-20220829`. */
const MINOR_OF_API: Readonly<Record<string, string>> = {
  20170718: "7.2",
  20180731: "7.3",
  20190902: "7.4",
  20200930: "8.0",
  20210902: "8.1",
  20220829: "8.2",
  20230831: "8.3",
  20240924: "8.4",
  20250925: "8.5",
};
const WHOLE = /^v?(\d+\.\d+\.\d+)$/u;
/** One of them says that it is a container; in Kubernetes its environment does. */
const CONTAINER_FILES = ["../.dockerenv", "../run/.containerenv"];

type Environment = Readonly<Record<string, string>> | null;
type Told = Pick<Versions, "php" | "swoole">;
const NOTHING: Told = { php: null, swoole: null };
type Mapped = { readonly extensions: readonly string[] | null; readonly phpApi: string | null };

/**
 * What a process runs on, by what its image says in the environment: PHP's own image has PHP_VERSION beside PHP_INI_DIR, Hyperf's has SW_VERSION, and
 * SWOOLE_VERSION is what others build with. Believed only in the container of the process, for what the process has mapped, and where two do not disagree.
 * @source docker-library/php: Dockerfile-linux.template; hyperf/hyperf-docker: 8.3/alpine/swoole/Dockerfile; swoole/docker-swoole: Dockerfile.twig has PHP's alone
 */
export async function runtimeVersions(
  files: TargetFiles,
  pid: number,
  environment: Environment,
  mapped: Mapped,
): Promise<Told> {
  const told = { php: phpOf(environment, mapped), swoole: swooleOf(environment, mapped) };
  if (told.php === null && told.swoole === null) return NOTHING;
  return (await isItsContainer(files, pid, environment)) ? told : NOTHING;
}

/** `8.2`, by the API of PHP's modules; null: none of those that are known. */
export const phpMinorOf = (phpApi: string | null): string | null =>
  phpApi === null ? null : (MINOR_OF_API[phpApi] ?? null);

function phpOf(environment: Environment, { phpApi }: Mapped): string | null {
  const version =
    environment?.["PHP_INI_DIR"] === undefined ? null : of(environment, "PHP_VERSION");
  const minor = phpMinorOf(phpApi);
  return minor !== null && version?.startsWith(`${minor}.`) === true ? version : null;
}

function swooleOf(environment: Environment, { extensions }: Mapped): string | null {
  if (extensions?.includes("swoole") !== true) return null;
  const names = ["SW_VERSION", "SWOOLE_VERSION"].filter(
    (name) => environment?.[name] !== undefined,
  );
  const [version, ...others] = new Set(names.map((name) => of(environment, name)));
  return others.length > 0 ? null : (version ?? null);
}

/** Null: it is not there, or names no release. */
const of = (environment: Environment, name: string): string | null =>
  WHOLE.exec(environment?.[name] ?? "")?.[1] ?? null;

/** The collector sees the files that the process sees, and they are a container's. */
async function isItsContainer(
  files: TargetFiles,
  pid: number,
  environment: Environment,
): Promise<boolean> {
  const [own, its] = ["self/ns/mnt", `${pid}/ns/mnt`];
  const spaces = await files.links([own, its]);
  if (spaces.get(own) === undefined || spaces.get(own) !== spaces.get(its)) return false;
  if (environment?.["KUBERNETES_SERVICE_HOST"] !== undefined) return true;
  return (await files.read(CONTAINER_FILES, 1)).size > 0;
}
