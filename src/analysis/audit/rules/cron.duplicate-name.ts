import type { Facts } from "../../../domain/facts.ts";
import type { CronTask } from "../../../domain/project.ts";
import { isHyperfProject, notTold, taskPlace, valueOf } from "../evidence.ts";
import { failed, passed, placeText, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

export const cronDuplicateName: Rule = {
  id: "cron.duplicate-name",
  code: "CR-11",
  severity: "error",
  claim: "Several tasks have this name: only the last runs, the others are dropped without a word",
  advice: "Give each task a name of its own; an attribute without one takes its class or method.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Listener/CrontabRegisterListener.php parseCrontabs: keyed by name",
  needs: ["project"],
  applies: (facts) => isHyperfProject(facts) && (!facts.project.known || tasksIn(facts).length > 0),
  check: (facts): readonly Finding[] => {
    const dropped = Map.groupBy(
      tasksIn(facts).filter(({ overriddenBy }) => overriddenBy !== null),
      ({ name }) => name,
    );
    const found = [
      ...[...dropped].map(([name, tasks]) => ofName(facts, name, tasks)),
      ...nameless(facts),
    ];
    return found.length > 0 ? found : [passed(`${tasksIn(facts).length} tasks, no name twice`)];
  },
};

const tasksIn = (facts: Facts): readonly CronTask[] => valueOf(facts.project).crontab.tasks;

function ofName(facts: Facts, name: string | null, tasks: readonly CronTask[]): Finding {
  const [first] = tasks;
  const winner = first?.overriddenBy;
  return failed(
    `dropped: ${tasks.map(({ declared }) => placeText(declared)).join(", ")}; what runs stands in ${winner === null || winner === undefined ? "another place" : placeText(winner)}`,
    {
      subject: name,
      declared: first === undefined ? null : taskPlace(facts, first),
      snippet:
        first === undefined
          ? null
          : otherName(first.declared.by, `${name ?? "task"}-2`.replaceAll(/['"\\]/gu, "-")),
    },
  );
}

const otherName = (by: CronTask["declared"]["by"], name: string): string => {
  if (by === "attribute") return `name: '${name}'`;
  return by === "annotation" ? `name="${name}"` : `->setName('${name}')`;
};

/** Without its name nobody can say whether another has it. */
const nameless = (facts: Facts): readonly Finding[] =>
  tasksIn(facts)
    .filter(({ name }) => name === null)
    .slice(0, 1)
    .map((task) =>
      undecided(notTold(valueOf(facts.project), task, "name"), {
        subject: placeText(task.declared),
        declared: taskPlace(facts, task),
      }),
    );
