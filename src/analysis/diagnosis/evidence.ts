import type { Container } from "../../domain/container.ts";
import type { Sample } from "../../domain/sample.ts";
import type { Series } from "../../domain/series.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Churn } from "../churn/churn.ts";

/** What a diagnosis stands on. `at`: the target's clock. `sample`: null before the first; `container`: null where none is watched, or nothing is told of it. */
export type Evidence = {
  readonly churn: Churn;
  readonly sample: Sample | null;
  readonly at: EpochMs;
  readonly container: Container | null;
  /** By its address the target is a container, whether or not its engine tells of it; absent: that is not said. */
  readonly isContainer?: boolean;
  /** Absent: they are not followed. */
  readonly connections?: ConnectionsSeen;
};

/** Connections of one living process to one peer port, over time. */
export type PortSeries = {
  readonly serverId: string;
  readonly pid: number;
  readonly port: string;
  readonly series: Series;
};

/** What connections are judged by. `ticks`: how often crontab tasks tick in a span; null: not known. */
export type ConnectionsSeen = {
  readonly series: readonly PortSeries[];
  readonly ticks: (span: { readonly from: EpochMs; readonly to: EpochMs }) => number | null;
};
