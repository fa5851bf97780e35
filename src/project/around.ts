// What stands beside the code: PHP's settings, how the container starts, what a cluster is told.
import type { Declarations } from "../domain/declarations.ts";
import { SYSTEM } from "./files.ts";
import { entrypointsOf } from "./found/entrypoints.ts";
import { ignoresOf } from "./found/ignores.ts";
import { iniOf } from "./found/ini.ts";
import { manifestsOf } from "./found/manifests.ts";
import type { Sources } from "./sources.ts";

type Around = Pick<Declarations, "ini" | "entrypoints" | "manifests" | "ignores">;

export function aroundOf(sources: Sources): Around {
  const texts = sources.paths().flatMap((path) => {
    const text = sources.text(path);
    return text === null || path.startsWith("vendor/") ? [] : [{ path, text }];
  });
  return {
    ini: settingsOf(sources),
    entrypoints: texts.flatMap(({ path, text }) => entrypointsOf(path, text)),
    // what Helm makes manifests of is no YAML yet
    manifests: texts
      .filter(({ path }) => !path.includes("/templates/"))
      .flatMap(({ path, text }) => manifestsOf(path, text)),
    ignores: texts.flatMap(({ path, text }) => ignoresOf(path, text)),
  };
}

/** Of the machine where it is told, else of the repository; null: neither. A file before its folder, that in the order of names, as PHP reads them. */
function settingsOf(sources: Sources): Declarations["ini"] {
  const inis = sources.paths().filter((path) => path.endsWith(".ini"));
  const ofMachine = inis.filter((path) => path.startsWith("/"));
  const order = SYSTEM.map(({ path }) => path);
  const rank = (path: string): number =>
    order.findIndex((each) => path === each || path.startsWith(`${each}/`));
  const read = (ofMachine.length > 0 ? ofMachine : inis)
    .toSorted((a, b) => rank(a) - rank(b) || (isMain(b) ? 1 : 0) - (isMain(a) ? 1 : 0))
    .flatMap((path) => {
      const text = sources.text(path);
      return text === null ? [] : [{ path, text }];
    });
  return read.length === 0 ? null : read.flatMap(({ path, text }) => iniOf(path, text));
}

const isMain = (path: string): boolean => /(?:^|\/)php\.ini$/.test(path);
