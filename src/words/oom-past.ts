import type { OomDeath, OomPast } from "../domain/conclusion.ts";
import { show } from "../domain/text.ts";
import {
  GIB,
  HOUR_MS,
  MIB,
  MINUTE_MS,
  SECOND_MS,
  type Bytes,
  type EpochMs,
} from "../domain/units.ts";

type FormatTime = (at: EpochMs) => string;

/** Of more deaths than this only the last are told one by one. */
const TOLD = 3;

/** `killed 09:12 and 03:40, after lives of 41 h and 42 h`; where nobody tells that it was for want of memory, so. */
export function pastText({ unit, deaths }: OomPast, formatTime: FormatTime): string {
  const sure = deaths.filter(({ isSure }) => isSure);
  const told = sure.length > 0 ? sure : deaths;
  const newest = told.toReversed().slice(0, TOLD);
  const count = told.length > TOLD ? `${told.length} times, last ` : "";
  const times = newest.map(({ endedAt }) =>
    endedAt === null ? "at a time that is not told" : formatTime(endedAt),
  );
  const why = sure.length > 0 ? "" : " (exit 137), perhaps for want of memory";
  const whom = unit === null ? "" : `${show(unit)} `;
  return `${whom}killed ${count}${listed(times)}${why}${livesText(newest)}`;
}

function livesText(deaths: readonly OomDeath[]): string {
  const lives = deaths.flatMap(({ lifeMs }) => (lifeMs === null ? [] : [lifeText(lifeMs)]));
  if (lives.length === 0) return "";
  return lives.length === 1 ? `, after a life of ${lives[0]}` : `, after lives of ${listed(lives)}`;
}

/** `at the limit of 1.5 GiB: about 37 MiB/h if linear`, and what else there is to say of those ends. */
export const pastEvidence = (past: OomPast): readonly string[] => [
  ...limitEvidence(past),
  ...restartsEvidence(past),
];

function restartsEvidence({ restarts }: OomPast): readonly string[] {
  if (restarts === null) return [];
  const { count, everyMs } = restarts;
  return [`${count} restarts since its pod began, one in ${lifeText(everyMs)} on average`];
}

function limitEvidence({ deaths, limitBytes, bytesPerHour }: OomPast): readonly string[] {
  const sure = deaths.filter(({ isSure }) => isSure);
  const unsure = sure.length === 0 ? 0 : deaths.length - sure.length;
  const also = unsure === 0 ? [] : [`${unsure} more by exit 137, perhaps for want of memory`];
  if (sure.length === 0) return ["neither its engine nor a counter tells who sent the SIGKILL"];
  if (limitBytes === null)
    return ["it has no limit of its own: the machine's or a parent group's was reached", ...also];
  if (bytesPerHour === null) {
    const isShort = sure.every(({ lifeMs }) => lifeMs !== null);
    return [
      `at the limit of ${sizeText(limitBytes)}${isShort ? ", within a minute of its start" : ""}`,
      ...also,
    ];
  }
  return [
    `at the limit of ${sizeText(limitBytes)}: about ${rateText(bytesPerHour)} if linear`,
    ...also,
  ];
}

/** `12 s`, `95 min`, `41 h`, `6 d`: of two units the one that tells more. */
function lifeText(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`;
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return ms < 96 * HOUR_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / HOUR_MS / 24)} d`;
}

/** Two figures that count are enough of an estimate. */
function rateText(bytesPerHour: number): string {
  if (bytesPerHour >= 10 * GIB) return `${Math.round(bytesPerHour / GIB)} GiB/h`;
  const mib = bytesPerHour / MIB;
  return `${mib >= 10 ? Math.round(mib) : trimmed(mib)} MiB/h`;
}

/** As limits are set: in MiB below 10 GiB, but for what is a round number of GiB. */
export const sizeText = (size: Bytes): string =>
  size < 10 * GIB && (size < GIB || (size * 10) % GIB !== 0)
    ? `${trimmed(size / MIB)} MiB`
    : `${trimmed(size / GIB)} GiB`;

const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
