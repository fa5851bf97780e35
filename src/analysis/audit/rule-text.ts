// Rules as people write them, changed to what Hyperf reads.

/** Macros of other crons (crontab(5)). */
const MACROS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = [
  ["jan", "feb", "mar", "apr", "may", "jun"],
  ["jul", "aug", "sep", "oct", "nov", "dec"],
].flat();

export const fieldsOf = (rule: string): readonly string[] => rule.trim().split(/\s+/u);

/** The rule that is meant, where that is beyond doubt: macros, names of days and months, `?`, and 7 for Sunday. Null: it is not. */
export function mendedRule(rule: string): string | null {
  const macro = MACROS[rule.trim().toLowerCase()];
  if (macro !== undefined) return macro;
  const fields = fieldsOf(rule);
  if (fields.length !== 5 && fields.length !== 6) return null;
  const mended = fields.map((field, index) => {
    const fromEnd = fields.length - index;
    const plain = field === "?" ? "*" : field;
    if (fromEnd === 2) return named(plain, MONTHS, 1);
    return fromEnd === 1 ? sundays(named(plain, WEEKDAYS, 0)) : plain;
  });
  const isReadable = mended.every((field) =>
    /^(?:\*(?:\/\d+)?|\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)$/u.test(field),
  );
  return isReadable && mended.join(" ") !== fields.join(" ") ? mended.join(" ") : null;
}

const named = (field: string, names: readonly string[], first: number): string =>
  field.replaceAll(/[a-z]{3}/giu, (name) => {
    const index = names.indexOf(name.toLowerCase());
    return index === -1 ? name : String(index + first);
  });

/** In a range a 7 stands at its end: Sunday then comes first. */
const sundays = (field: string): string =>
  field
    .split(",")
    .map((part) => {
      if (part === "7") return "0";
      const [, from] = /^(\d)-7$/u.exec(part) ?? [];
      return from === undefined ? part : `0,${from}-6`;
    })
    .join(",");
