import { crontabJson, crontabText } from "../../report/crontab.ts";
import { untrustedText } from "../../domain/text.ts";
import { faultText } from "../../words/faults.ts";
import { Ending, EXIT } from "../exit.ts";
import { Output } from "../output.ts";
import { examine, projectOf, ticksView, type Examined } from "../project/examine.ts";
import { wantsJson, type Run } from "../run.ts";

/**
 * `swtop crontab`: the tasks that a project declares, when and where each runs.
 * @throws Ending 3 for what is no Hyperf project
 */
export async function crontab(run: Run): Promise<void> {
  const output = new Output(process.stdout, run.stop);
  const examined = await examine(run, run.target);
  const hyperf = examined.filter((each) => projectOf(each)?.framework === "hyperf");
  if (hyperf.length === 0) throw noCrontab(examined);
  const { at } = ticksView(run);
  let isFirst = true;
  for (const each of hyperf) {
    const project = projectOf(each);
    if (project === null) continue;
    if (wantsJson(run.invocation)) await output.line(crontabJson(project));
    else
      await output.line(
        `${isFirst ? "" : "\n"}${crontabText(project, each.subject, each.known.sample?.at ?? at)}`,
      );
    isFirst = false;
  }
}

function noCrontab(examined: readonly Examined[]): Ending {
  const [first] = examined;
  const isRead = examined.some((each) => projectOf(each) !== null);
  const kind = isRead ? "no-hyperf" : "no-project";
  return new Ending(
    EXIT.target,
    `swtop: ${faultText({ kind, detail: untrustedText(first?.subject ?? "") })}`,
  );
}
