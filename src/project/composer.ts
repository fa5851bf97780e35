import { FRAMEWORKS } from "./frameworks.ts";

export type Composer = {
  readonly name: string | null;
  /** Of the lock; null without one that can be read. */
  readonly packages: Readonly<
    Record<string, { readonly version: string; readonly isDev: boolean }>
  > | null;
  /** `require` of composer.json: name and constraint. */
  readonly requires: ReadonlyMap<string, string>;
  /** Prefix of class names, with its backslash at the end, and the folder for it; the project's own before those of its packages. */
  readonly autoload: readonly { readonly prefix: string; readonly folder: string }[];
};

/** Null: absent. What is no JSON, or has other types than composer writes, counts for nothing. */
export function composerOf(json: string | null, lock: string | null): Composer {
  const own = parsed(json);
  const locked = parsed(lock);
  const packages = [
    ...listOf(locked["packages"]).map((each) => ({ each, isDev: false })),
    ...listOf(locked["packages-dev"]).map((each) => ({ each, isDev: true })),
  ].flatMap(({ each, isDev }) => {
    const { name, version } = each;
    return typeof name === "string" && typeof version === "string"
      ? [{ name, version: version.replace(/^v(?=\d)/, ""), isDev, each }]
      : [];
  });
  return {
    name: typeof own["name"] === "string" ? own["name"] : null,
    packages: Array.isArray(locked["packages"])
      ? Object.fromEntries(packages.map(({ name, version, isDev }) => [name, { version, isDev }]))
      : null,
    requires: new Map(
      Object.entries(recordOf(own["require"])).flatMap(([name, constraint]) =>
        typeof constraint === "string" ? [[name, constraint] as const] : [],
      ),
    ),
    autoload: [
      ...autoloadOf(own["autoload"], ""),
      ...packages.flatMap(({ name, each }) => autoloadOf(each["autoload"], `vendor/${name}/`)),
    ],
  };
}

/** The framework by the packages that are installed, or else asked for. */
export function frameworkOf({ packages, requires }: Composer): (typeof FRAMEWORKS)[number] | null {
  const has = (name: string): boolean =>
    packages === null ? requires.has(name) : Object.hasOwn(packages, name);
  return FRAMEWORKS.find((framework) => framework.packages.some(has)) ?? null;
}

/** Major version of a package: of the lock, else the one that its constraint begins with; null: not told. */
export function majorOf({ packages, requires }: Composer, name: string): number | null {
  const version = packages?.[name]?.version ?? requires.get(name);
  const [, major] = /^[\^~>=v\s]*(\d+)(?:\.|$)/.exec(version ?? "") ?? [];
  return major === undefined ? null : Number(major);
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ""));
    return true;
  } catch {
    return false;
  }
}

type Json = Readonly<Record<string, unknown>>;

function parsed(text: string | null): Json {
  if (text === null || !isJson(text)) return {};
  return recordOf(JSON.parse(text.replace(/^\uFEFF/, "")));
}

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const recordOf = (value: unknown): Json => (isRecord(value) ? value : {});
const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter((each) => isRecord(each)) : [];

function autoloadOf(
  autoload: unknown,
  base: string,
): readonly { readonly prefix: string; readonly folder: string }[] {
  return Object.entries(recordOf(recordOf(autoload)["psr-4"])).flatMap(([prefix, folders]) =>
    (Array.isArray(folders) ? folders : [folders]).flatMap((folder: unknown) =>
      typeof folder === "string" ? [{ prefix, folder: base + folder.replace(/\/+$/, "") }] : [],
    ),
  );
}

/** Paths at which a class may be declared, by composer's PSR-4; the longest prefix first. */
export function pathsOfClass({ autoload }: Composer, className: string): readonly string[] {
  return autoload
    .filter(({ prefix }) => className.startsWith(prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length)
    .map(({ prefix, folder }) => {
      const rest = className.slice(prefix.length).replaceAll("\\", "/");
      return `${folder === "" || folder.endsWith("/") ? folder : `${folder}/`}${rest}.php`;
    })
    .filter((path) => !path.split("/").includes(".."));
}
