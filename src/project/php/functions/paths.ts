/** `dirname($path, $levels)`. */
export function parentFolder(path: string, levels: number): string {
  let folder = path;
  for (let left = levels; left > 0 && folder !== "/" && folder !== "."; left -= 1)
    folder = above(folder);
  return folder;
}

function above(path: string): string {
  const stripped = path.replace(/\/+$/, "");
  if (stripped === "") return path === "" ? "" : "/";
  const slash = stripped.lastIndexOf("/");
  if (slash < 0) return ".";
  return stripped.slice(0, slash).replace(/\/+$/, "") || "/";
}

/** `basename($path, $suffix)`; a name is not taken away as its own suffix. */
export function lastPart(path: string, suffix: string): string {
  const last = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  const isSuffix = suffix !== "" && suffix !== last && last.endsWith(suffix);
  return isSuffix ? last.slice(0, last.length - suffix.length) : last;
}
