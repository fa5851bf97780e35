// Makes dist/: one ESM bundle with lazy chunks, and beside it the files that are read at run time.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "demo"), { recursive: true });

/** Ink asks for it only when a developer's tools run; it is no dependency of anything here. */
const withoutDevtools = {
  name: "without-devtools",
  setup(esbuild) {
    esbuild.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: "devtools", namespace: "absent" }));
    esbuild.onLoad({ filter: /.*/, namespace: "absent" }, () => ({ contents: "export default {}" }));
  },
};

/** Ink's measure of text is ours: see src/ui/string-width.ts. */
const withOwnWidth = {
  name: "with-own-width",
  setup(esbuild) {
    esbuild.onResolve({ filter: /^string-width$/ }, () => ({ path: join(root, "src/ui/string-width.ts") }));
  },
};

/** Yoga unpacks its wasm by fetch where there is one; loading fetch costs 60 ms of the first frame. What logs in to a cluster does need it. */
const yogaWithoutFetch = {
  name: "yoga-without-fetch",
  setup(esbuild) {
    esbuild.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `var fetch;${readFileSync(path, "utf8")}`,
    }));
  },
};

await build({
  absWorkingDir: root,
  entryPoints: { main: "src/cli/main.ts", "reader-worker": "src/cli/project/reader-worker.ts" },
  outdir: dist,
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node22.15",
  minify: true,
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  banner: { js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);" },
  plugins: [withoutDevtools, withOwnWidth, yogaWithoutFetch],
  logLevel: "warning",
});

cpSync(join(root, "src/collector/collector.sh"), join(dist, "collector.sh"));
for (const name of ["launch.sh", "reader.php"]) cpSync(join(root, "src/snapshot", name), join(dist, name));
const demo = join(root, "src/targets/demo");
for (const name of readdirSync(demo).filter((each) => /\.(gz|mjs|php)$/.test(each))) {
  cpSync(join(demo, name), join(dist, "demo", name));
}
