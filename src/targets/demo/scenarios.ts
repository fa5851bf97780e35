/** Recordings of a real Hyperf service (PHP 8.2, Swoole 5.1, Hyperf 3.1), 25 minutes each, nothing in them simulated: `<name>.ndjson.gz` beside this file. */
export const SCENARIOS = [
  {
    name: "worker",
    shows:
      "a crontab task leaks in all four workers in turn, until the kernel kills one for memory",
  },
  {
    name: "coroutine",
    shows: "the same code with the coroutine strategy: crontab-dispatcher alone grows",
  },
  { name: "fixed", shows: "the same after the fix: every process stays flat" },
] as const;

export type ScenarioName = (typeof SCENARIOS)[number]["name"];

export const scenarioFile = (name: ScenarioName): string => `${name}.ndjson.gz`;
