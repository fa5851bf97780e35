// The zone of a target's clocks, as its files and its environment tell it.
import type { TargetFiles } from "../domain/ports/source.ts";
import { targetEnvironment } from "./project/target-project.ts";

const ZONE_FOLDER = "/zoneinfo/";
/** As a command may name it. */
const ZONE = /^[A-Za-z][\w+-]*(?:\/[\w+-]+){0,2}$/u;

/**
 * The IANA name of a target's zone. `localtime`: where that link leads, or whether it is there at all; null: not told.
 * @returns null where it cannot be told; UTC where nothing sets another (tzset(3))
 */
export function zoneOf(told: {
  readonly variable: string | null;
  readonly link: string | null;
  readonly file: string | null;
  readonly isSet: boolean;
}): string | null {
  const { variable, link, file, isSet } = told;
  if (variable !== null && variable !== "") return named(variable.replace(/^:/u, ""));
  const at = link?.lastIndexOf(ZONE_FOLDER) ?? -1;
  if (link !== null && at !== -1) return named(link.slice(at + ZONE_FOLDER.length));
  if (file !== null && file.trim() !== "") return named(file.trim());
  return isSet ? null : "UTC";
}

function named(zone: string): string | null {
  const at = zone.lastIndexOf(ZONE_FOLDER);
  const name = at === -1 ? zone : zone.slice(at + ZONE_FOLDER.length);
  return ZONE.test(name) ? name.replace(/^posix\//u, "") : null;
}

const MOST_BYTES = 512;

/**
 * Of the process, where its files are open; else of the collector. `isInherited`: the environment of the collector is that of the processes, as an exec inherits the container's.
 * @returns an IANA name; null where it cannot be told @throws TransportError when the session is over
 */
export async function targetZone(
  files: TargetFiles,
  { pid, isInherited }: { readonly pid: number | null; readonly isInherited: boolean },
): Promise<string | null> {
  const bases = [...(pid === null ? [] : [`${pid}/root`]), ".."];
  const paths = bases.flatMap((base) => [`${base}/etc/localtime`, `${base}/etc/timezone`]);
  const told = await files.read([...paths, "uptime"], MOST_BYTES);
  const links = await files.links(paths);
  const environment = isInherited ? await targetEnvironment(files) : null;
  const base =
    bases.find((each) => paths.some((path) => path.startsWith(each) && told.has(path))) ?? "..";
  const file = told.get(`${base}/etc/timezone`);
  return zoneOf({
    variable: environment?.["TZ"] ?? null,
    link: links.get(`${base}/etc/localtime`) ?? null,
    file: file === undefined ? null : Buffer.from(file).toString("latin1"),
    isSet: told.has(`${base}/etc/localtime`),
  });
}
