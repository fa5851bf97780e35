/** A file that only a project which is run has: the folder that holds it is one. */
const RUNS = [
  "bin/hyperf.php",
  "config/autoload/server.php",
  "config/octane.php",
  "config/laravels.php",
  "config/swoole.php",
  "easyswoole.php",
  "bin/swoft",
] as const;
const COMPOSER = "composer.json";
/** Beside a composer.json: what a plain Swoole server is started by. */
const SCRIPT = "server.php";
/** Folders that hold packages, copies or examples: no projects of this repository. */
const FOREIGN = /(?:^|\/)(?:vendor|node_modules|runtime|tests?|fixtures|stubs|\.[^/]+)(?:\/|$)/i;

/**
 * The folders that hold a project, of all paths of a repository (relative, with `/`), sorted; `""` is the repository itself. Where nothing is seen to be
 * run, the outermost folders with a `composer.json`. Empty: no project in it.
 */
export function projectRoots(paths: readonly string[]): readonly string[] {
  const packages = rootsOf(paths, [COMPOSER]);
  const plain = packages.filter((root) =>
    paths.includes(root === "" ? SCRIPT : `${root}/${SCRIPT}`),
  );
  const running = [...new Set([...rootsOf(paths, RUNS), ...plain])].toSorted();
  if (running.length > 0) return running;
  return packages.filter(
    (root) => !packages.some((other) => other !== root && isBelow(root, other)),
  );
}

function rootsOf(paths: readonly string[], marks: readonly string[]): readonly string[] {
  const roots = paths.flatMap((path) => {
    const mark = marks.find((each) => path === each || path.endsWith(`/${each}`));
    return mark === undefined ? [] : [path.slice(0, Math.max(0, path.length - mark.length - 1))];
  });
  return [...new Set(roots)].filter((root) => !FOREIGN.test(root)).toSorted();
}

const isBelow = (path: string, folder: string): boolean =>
  folder === "" || path.startsWith(`${folder}/`);
