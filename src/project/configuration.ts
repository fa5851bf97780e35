import type { ArrayDeclared, Declared, Unresolved } from "../domain/declarations.ts";
import type { Place } from "../domain/project.ts";
import { AUTOLOAD, CONFIG, PLAIN_CONFIG } from "./files.ts";
import type { FRAMEWORKS } from "./frameworks.ts";
import { merged, nested, type Merged } from "./merged.ts";
import { returnedValue } from "./php/file.ts";
import type { Environment } from "./php/scope.ts";
import type { Sources } from "./sources.ts";

type Layout = (typeof FRAMEWORKS)[number]["config"];

/** All of `config/` as the application would see it. */
export function configurationOf(
  sources: Sources,
  environment: Environment,
  layout: Layout,
): Merged {
  const arrays = filesOf(sources, layout).flatMap(({ path, keys }) => {
    const value = fileValue(sources, path, environment);
    if (value === null) return [];
    if (keys.length > 0) return [nested(keys, value)];
    return value.kind === "array" ? [value] : [];
  });
  return merged(arrays, { file: CONFIG, line: 1 });
}

/** In the order of merging, with the keys that the name of a file stands for (hyperf:src/config/src/ConfigFactory.php). */
function filesOf(
  sources: Sources,
  layout: Layout,
): readonly { readonly path: string; readonly keys: readonly string[] }[] {
  if (layout === null) return [];
  if (layout === "plain")
    return PLAIN_CONFIG.map((name) => ({ path: `config/${name}.php`, keys: [name] }));
  if (layout !== "hyperf")
    return sources
      .paths()
      .filter((path) => layout.test(path))
      .map((path) => ({ path, keys: [path] }));
  const below = `${AUTOLOAD}/`;
  const autoload = sources
    .paths()
    .filter((path) => path.startsWith(below) && path.endsWith(".php") && !/\/\./.test(path));
  return [
    { path: CONFIG, keys: [] },
    ...autoload.map((path) => ({
      path,
      keys: path.slice(below.length, -".php".length).split(/[/.]/),
    })),
  ];
}

/** Null: it is not there, or returns nothing. */
function fileValue(sources: Sources, path: string, environment: Environment): Declared | null {
  const place: Place = { file: path, line: 1 };
  if (sources.isDark(path)) return unread(place);
  const file = sources.php(path);
  if (file === null) return null;
  // half of a broken file says nothing: the application does not start with it
  if (file.error !== null) return unread({ file: path, line: file.error.line });
  return returnedValue(file, environment);
}

const unread = (place: Place): Unresolved => ({ kind: "unresolved", place, text: "", envs: [] });

/** Parts whose values rules and the crontab stand on. */
const WATCHED = new Set([
  "crontab",
  "server",
  "dependencies",
  "processes",
  "redis",
  "databases",
  "logger",
]);

/** What of them is no constant. */
export function unresolvedOf({ entries }: ArrayDeclared): readonly Unresolved[] {
  return entries.flatMap(({ key, value }) => (WATCHED.has(String(key)) ? unresolvedIn(value) : []));
}

export function unresolvedIn(value: Declared): readonly Unresolved[] {
  if (value.kind === "unresolved") return value.text === "" ? [] : [value];
  return value.kind === "array" ? value.entries.flatMap((entry) => unresolvedIn(entry.value)) : [];
}
