// Versions as Composer, PHP and Swoole write them, and ranges as the tables of rules and advisories write them.

/** The words before a release, oldest first; everything else behind the numbers (`+dfsg`, `-1~deb12u1`) is a build of the release itself. */
const BEFORE_RELEASE = ["dev", "alpha", "beta", "rc"] as const;
const RELEASE = BEFORE_RELEASE.length;

const VERSION = /^v?(\d+(?:\.\d+){0,3})(?:[-.]?(dev|alpha|beta|rc)[-.]?(\d*))?/iu;

/** It names a release. `dev-master` and other branches do not: where they stand is not told. */
export const isVersion = (version: string): boolean => VERSION.test(version);

/** Below zero: `a` is older. Two that are no versions are equal, and older than all others. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Whether a version lies in a range: comparators that all hold (`>=3.1.11 <3.1.16`), one without a sign is that very version;
 * alternatives are joined by ` or `. What is no version lies in no range.
 */
export const isWithin = (version: string, range: string): boolean =>
  isVersion(version) &&
  range.split(" or ").some((alternative) =>
    alternative
      .trim()
      .split(/\s+/u)
      .every((comparator) => holds(version, comparator)),
  );

const COMPARATOR = /^(>=|<=|>|<|=)?(.+)$/u;

function holds(version: string, comparator: string): boolean {
  const [, sign = "=", bound] = COMPARATOR.exec(comparator) ?? [];
  if (bound === undefined || !isVersion(bound)) throw new TypeError(`no range: "${comparator}"`);
  const order = compareVersions(version, bound);
  switch (sign) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    default:
      return order === 0;
  }
}

/** Four numbers, then how far before the release, then the number of the candidate. */
function partsOf(version: string): readonly number[] {
  const [, numbers, word, count] = VERSION.exec(version) ?? [];
  if (numbers === undefined) return [-1];
  const four = [...numbers.split(".").map(Number), 0, 0, 0].slice(0, 4);
  const stage = BEFORE_RELEASE.findIndex((name) => name === word?.toLowerCase());
  return [...four, stage === -1 ? RELEASE : stage, Number(count ?? 0)];
}
