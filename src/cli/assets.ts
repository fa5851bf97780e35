import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Files that are read at run time lie beside the bundle; in a checkout they lie in their rooms. */
const assetPath = (bundled: string, inSource: string): string => {
  const beside = fileURLToPath(new URL(bundled, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../${inSource}`, import.meta.url));
};

export const collectorScript = (): string =>
  readFileSync(assetPath("collector.sh", "collector/collector.sh"), "utf8");

export const launchScript = (): string =>
  readFileSync(assetPath("launch.sh", "snapshot/launch.sh"), "utf8");

export const readerSource = (): string =>
  readFileSync(assetPath("reader.php", "snapshot/reader.php"), "utf8");

export const demoFile = (name: string): string => assetPath(`demo/${name}`, `targets/demo/${name}`);

export const version = (): string => {
  const beside = new URL("../package.json", import.meta.url);
  const path = existsSync(beside) ? beside : new URL("../../package.json", import.meta.url);
  const written: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof written === "object" && written !== null && "version" in written)
    return String(written.version);
  throw new TypeError("package.json has no version");
};
