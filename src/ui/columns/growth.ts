import { MIB } from "../../domain/units.ts";
import { shortDuration, signedMebibytes } from "../../words/format.ts";
import { always, type Column } from "./column.ts";

/** From here on a change is worth a colour. */
const NOTICEABLE_BYTES = 4 * MIB;

export const growth: Column = {
  id: "growth",
  title: ({ windowMs }) => `d${shortDuration(windowMs)}`,
  width: always(7),
  align: "right",
  gives: 2,
  help: "private memory: change in MiB",
  text: ({ growthBytes }) => (growthBytes === null ? null : signedMebibytes(growthBytes)),
  style: ({ growthBytes }) =>
    growthBytes !== null && growthBytes >= NOTICEABLE_BYTES ? "warning" : "plain",
};
