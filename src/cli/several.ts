import type { Observation } from "../domain/observation.ts";
import type { Target } from "../domain/target.ts";
import { headless } from "./headless.ts";
import { Ending } from "./exit.ts";
import type { Run } from "./run.ts";

type Bounds = Parameters<typeof headless>[1];

/**
 * Looks at each of the run's targets as `headless` does, all at once, and hands on what comes with its target.
 * One that cannot be had does not keep the others from going on: it is said. @throws Ending where none can be had
 */
export async function headlessEach(
  run: Run,
  bounds: Bounds,
  {
    take,
    refused,
  }: {
    readonly take: (observation: Observation, target: Target) => Promise<void>;
    readonly refused: (ending: Ending, target: Target) => void;
  },
): Promise<void> {
  let failures = 0;
  await Promise.all(
    run.targets.map(async (target): Promise<void> => {
      const look = { ...bounds.look, target };
      try {
        await headless({ ...run, target }, { ...bounds, look }, (observation) =>
          take(observation, target),
        );
      } catch (error) {
        if (!(error instanceof Ending)) throw error;
        failures += 1;
        if (failures === run.targets.length) throw error;
        refused(error, target);
      }
    }),
  );
}
