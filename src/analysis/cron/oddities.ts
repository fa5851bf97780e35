import { ODDITIES, type Oddity } from "../../domain/project.ts";
import {
  BOUNDS,
  FIELD_NAMES,
  phpInt,
  type Bounds,
  type Fields,
  type Grammar,
  type Segment,
} from "./segment.ts";

type Segments = Readonly<Record<keyof Fields, Segment>>;
type Field = { readonly name: keyof Fields; readonly text: string; readonly bounds: Bounds };

/**
 * What of a rule Hyperf takes otherwise than its author may think, in the order of the contract. A field that is empty because of a value outside of it is
 * said by that value alone.
 */
export function odditiesOf(
  fields: Fields,
  segments: Segments,
  grammar: Grammar,
): readonly Oddity[] {
  const all = FIELD_NAMES.map((name): Field => ({
    name,
    text: fields[name],
    bounds: BOUNDS[name],
  }));
  const seen: Readonly<Record<Oddity, boolean>> = {
    "dow-7-never": mentions(fields.weekday, grammar).includes(7),
    "value-out-of-range": all.some((field) => isOutside(field, grammar)),
    "empty-field": all.some(
      (field) =>
        isEmpty(segments[field.name]) &&
        !isOutside(field, grammar) &&
        !(field.name === "weekday" && mentions(field.text, grammar).includes(7)),
    ),
    "start-step-ignored": all.some(({ text, bounds }) => ignoresStart(text, bounds, grammar)),
    "dom-and-dow": isRestricted(segments.day, 31) && isRestricted(segments.weekday, 7),
    "zero-step": Object.values(segments).some(({ neverEnds }) => neverEnds),
    "uneven-seconds": isUneven(fields.second, segments.second),
  };
  return ODDITIES.filter((oddity) => seen[oddity]);
}

const isEmpty = ({ values, neverEnds }: Segment): boolean => values.length === 0 && !neverEnds;

const isRestricted = ({ values }: Segment, all: number): boolean =>
  values.length > 0 && new Set(values).size < all;

/** Parts that are read as ranges and steps; of the others only the number that they begin with counts. */
const isCast = (text: string, { ranges }: Grammar): boolean => text.includes(",") && !ranges;

/** The values a field names: single ones and ends of ranges, neither steps nor starts that are ignored. */
function mentions(text: string, grammar: Grammar): readonly number[] {
  return text.split(",").flatMap((part) => {
    if (isCast(text, grammar)) return part === "" ? [] : [phpInt(part)];
    const [head = "", step] = part.split("/");
    if (!head.includes("-")) return step === undefined && /^\d/u.test(head) ? [phpInt(head)] : [];
    if (!grammar.ranges && step === undefined) return head.startsWith("-") ? [] : [phpInt(head)];
    return head
      .split("-")
      .slice(0, 2)
      .filter((end) => end !== "")
      .map(Number);
  });
}

/** 7 as a weekday has its own name. */
const isOutside = ({ name, text, bounds: { min, max } }: Field, grammar: Grammar): boolean =>
  mentions(text, grammar).some(
    (value) => (value < min || value > max) && !(name === "weekday" && value === 7),
  );

/** `5/10` is `*` + `/10`: what stands before the stroke counts only as a range, before 2.0.2 not even then. */
function ignoresStart(text: string, { min, max }: Bounds, grammar: Grammar): boolean {
  if (isCast(text, grammar)) return false;
  return text.split(",").some((part) => {
    const [head = "", step] = part.split("/");
    if (step === undefined || phpInt(step) <= 0) return false;
    if (!head.includes("-")) return head !== "*" && head !== "" && Number(head) !== min;
    const low = phpInt(head);
    return !grammar.rangesStart && low > min && low <= max;
  });
}

/** A step over the whole minute that does not divide it: the last gap is shorter. */
function isUneven(text: string, { values }: Segment): boolean {
  if (!text.includes("/") || text.includes(",")) return false;
  const step = phpInt(text.split("/")[1] ?? "");
  const last = values.at(-1);
  if (step <= 0 || step >= 60 || 60 % step === 0 || last === undefined) return false;
  return values[0] === 0 && last + step >= 60;
}
