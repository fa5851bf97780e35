/** A path of the project's code relative to its root; null: outside of it. `root` as the code says it. */
export function within(root: string, path: string): string | null {
  const base = plain(root);
  const full = plain(path);
  if (full === base) return "";
  return full.startsWith(`${base}/`) ? full.slice(base.length + 1) : null;
}

/** Without `.`, `..` and doubled slashes. */
function plain(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else if (!path.startsWith("/")) parts.push(part);
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return `${path.startsWith("/") ? "/" : ""}${parts.join("/")}`;
}
