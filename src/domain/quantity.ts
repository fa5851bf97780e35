/** A decimal number with one suffix or exponent; `1E` is an exa, `1E3` a thousand. @source apimachinery, pkg/api/resource */
const QUANTITY =
  /^\+?(?<digits>\d+(?:\.\d*)?|\.\d+)(?:(?<suffix>[numkMGTPE]|[KMGTPE]i)|[eE](?<exponent>[+-]?\d{1,2}))?$/u;

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * An amount as Kubernetes writes it, in its base unit: `128Mi` in bytes, `500m` in cores.
 * @returns null where it is none, or less than nothing
 */
export function quantityOf(written: unknown): number | null {
  if (typeof written === "number") return Number.isFinite(written) && written >= 0 ? written : null;
  const groups = typeof written === "string" ? QUANTITY.exec(written)?.groups : undefined;
  if (groups === undefined) return null;
  const { digits, suffix, exponent } = groups;
  const factor = suffix === undefined ? Number(`1e${exponent ?? 0}`) : FACTORS[suffix];
  return factor === undefined ? null : Number(digits) * factor;
}
