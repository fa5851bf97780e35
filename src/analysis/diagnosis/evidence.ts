import type { Sample } from "../../domain/sample.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Churn } from "../churn/churn.ts";

/** What a diagnosis stands on. `at`: the target's clock. */
export type Evidence = { readonly churn: Churn; readonly sample: Sample; readonly at: EpochMs };
