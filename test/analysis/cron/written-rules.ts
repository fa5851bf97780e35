// Rules as people write them, and as nobody should, the same in every run.

type Random = () => number;

export const oneOf = <T>(random: Random, values: readonly T[]): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError("nothing to choose from");
  return value;
};
const below = (random: Random, end: number): number => Math.floor(random() * end);

const number = (random: Random): string =>
  oneOf(random, [
    String(below(random, 8)),
    String(below(random, 32)),
    String(below(random, 62)),
    `0${below(random, 10)}`,
    "",
    "7",
    "99999999999999999999",
  ]);

function part(random: Random): string {
  const [a, b, c] = [number(random), number(random), number(random)];
  return oneOf(random, [
    a,
    `${a}-${b}`,
    `${a}-${b}/${c}`,
    `${a}/${b}`,
    `-${a}`,
    `${a}-`,
    `${a}-${b}-${c}`,
    `${a}/${b}/${c}`,
    `${a}/-${b}`,
    `--${a}`,
  ]);
}

function field(random: Random): string {
  return oneOf(random, [
    "*",
    "*",
    `*/${1 + below(random, 70)}`,
    `*/${number(random)}`,
    part(random),
    `${part(random)},${part(random)}`,
    [number(random), number(random), number(random)].join(","),
    Array.from({ length: 1 + below(random, 6) }, () =>
      oneOf(random, "0123456789-,/".split("")),
    ).join(""),
    oneOf(random, ["MON", "?", "L", "5#2", "*,5", "*/5,7", "1.5", "*-3"]),
  ]);
}

/** Mostly of five or six fields, with every kind of blank between and around them. */
export function anyRule(random: Random): string {
  const length = oneOf(random, [5, 5, 5, 6, 6, 6, 6, 4, 7]);
  const written = Array.from({ length }, () => field(random)).join(
    oneOf(random, [" ", " ", " ", "  ", "\t", " \n", "\v", "\f", "\u00a0"]),
  );
  return (
    oneOf(random, ["", "", "", " ", "\0", "\f"]) + written + oneOf(random, ["", "", "", " ", "\n"])
  );
}

/** One that every cron reads alike: no step without a star or range, no 7, day or weekday free. */
export function plainRule(random: Random): string {
  const value = (min: number, max: number): number => min + below(random, max - min + 1);
  const plain = (min: number, max: number): string => {
    const [a, b] = [value(min, max), value(min, max)].toSorted((x, y) => x - y);
    return oneOf(random, [
      "*",
      "*",
      `*/${1 + below(random, max)}`,
      String(a),
      `${a}-${b}`,
      `${a},${b}`,
      `${a}-${b}/${1 + below(random, Math.min(9, max))}`,
    ]);
  };
  const isByDay = random() < 0.5;
  return [
    oneOf(random, ["0", plain(0, 59)]),
    plain(0, 59),
    plain(0, 23),
    isByDay ? plain(1, 28) : "*",
    oneOf(random, ["*", plain(1, 12)]),
    isByDay ? "*" : plain(0, 6),
  ].join(" ");
}
