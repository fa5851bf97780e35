import type { DeclaredTask } from "../../../domain/declarations.ts";
import { hasTasks, valueOf } from "../evidence.ts";
import { at, failed, passed, placeText } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";

export const cronMethodEnableString: Rule = {
  id: "cron.method-enable-string",
  code: "CR-34",
  severity: "warning",
  claim:
    "enable is a text on the attribute of a method: Hyperf takes no text there, and the registration of all tasks ends in a TypeError",
  advice:
    "Name class and method, or write true or false; only an attribute of a class takes a text.",
  snippet: null,
  source:
    "hyperf:src/crontab/src/Annotation/Crontab.php collectMethod; Listener/CrontabRegisterListener.php resolveCrontabEnableMethod",
  needs: ["project", "declarations"],
  applies: hasTasks,
  check: (facts): readonly Finding[] => {
    const ofMethods = valueOf(facts.declarations).tasks.filter(
      ({ by, method }) => (by === "attribute" || by === "annotation") && method !== null,
    );
    if (ofMethods.length === 0) return [];
    const found = new Map(
      ofMethods.flatMap((task) => {
        const finding = ofTask(task);
        return finding === null ? [] : [[finding.subject, finding] as const];
      }),
    );
    return found.size > 0
      ? [...found.values()]
      : [passed(`${ofMethods.length} on methods, none with a text as enable`)];
  },
};

function ofTask(task: DeclaredTask): Finding | null {
  const { enable, name } = task.properties;
  if (enable?.kind !== "scalar" || typeof enable.value !== "string") return null;
  const { value } = enable;
  const subject =
    name?.kind === "scalar" && typeof name.value === "string"
      ? name.value
      : task.className === null
        ? placeText(task.place)
        : `${task.className}::${task.method ?? ""}`;
  return failed(`enable is the text "${value}"`, {
    subject,
    declared: at(task),
    snippet: mended(task, value),
  });
}

const mended = ({ by, className }: DeclaredTask, value: string): string => {
  const isFlag = value === "true" || value === "false";
  const owner = className ?? "self";
  if (by === "annotation")
    return isFlag ? `enable=${value}` : `enable={${owner}::class, "${value}"}`;
  return isFlag ? `enable: ${value}` : `enable: [\\${owner}::class, '${value}']`;
};
