import { failsAt, summaryOf } from "../../analysis/audit/audit.ts";
import { differences } from "../../analysis/audit/differences.ts";
import { fingerprintOf, isIgnored } from "../../analysis/audit/hidden.ts";
import { rules } from "../../analysis/audit/rules/index.ts";
import type { Declarations } from "../../domain/declarations.ts";
import type { Target } from "../../domain/target.ts";
import { SEVERITIES } from "../../domain/verdict.ts";
import { differencesJson, differencesText } from "../../report/audit/differences.ts";
import { auditJson, type PlacedReport } from "../../report/audit/document.ts";
import { auditGithub } from "../../report/audit/github.ts";
import { auditMarkdown } from "../../report/audit/markdown.ts";
import { rulesJson, rulesText } from "../../report/audit/rules.ts";
import { auditSarif } from "../../report/audit/sarif.ts";
import { auditText } from "../../report/audit/text.ts";
import { failing } from "../../report/audit/verdict-words.ts";
import { excusedOf, verdictsOf } from "../../store/select/audit.ts";
import { usageEnding } from "../args.ts";
import { EXIT } from "../exit.ts";
import { Output } from "../output.ts";
import { readBaseline, writeBaseline } from "../project/baseline.ts";
import { examine, noProject, projectOf, unreadOf, type Examined } from "../project/examine.ts";
import { wantsJson, type Run } from "../run.ts";

/**
 * `swtop audit`: what a project declares and what runs, against the rules; two of them against each other.
 * The exit code says whether something fails at `--fail-on`, or whether the two differ.
 * @throws Ending 3 when there is nothing to audit
 */
export async function audit(run: Run): Promise<number> {
  const output = new Output(process.stdout, run.stop);
  if (run.invocation.options.has("rules")) {
    await output.line(wantsJson(run.invocation) ? rulesJson(rules) : rulesText(rules));
    return EXIT.done;
  }
  const [a, b] = run.targets;
  const examined = await examine(run, a);
  if (b === undefined) return judgeAll(run, examined, output);
  const ofA = theOne(examined, a);
  return compare(run, ofA, theOne(await examine(run, b), b), output);
}

/** @throws Ending 2 where there are several: which of them is meant is not ours to say */
function theOne(examined: readonly Examined[], { uri }: Target): Examined {
  const [first, ...others] = examined;
  if (first === undefined) throw new TypeError("an examination without a result");
  if (others.length === 0) return first;
  const projects = examined.map(({ subject }) => subject);
  throw usageEnding({ kind: "several-projects", target: uri, projects });
}

/** @throws Ending 2 for a pattern that fits no rule: it would hide nothing, and nobody would know */
function requireRules(patterns: readonly string[]): void {
  const value = patterns.find(
    (pattern) => !rules.some(({ id, code }) => isIgnored({ rule: id, code }, [pattern])),
  );
  if (value === undefined) return;
  const wanted = "an id or a code of `swtop audit --rules` is wanted, * at its end allowed";
  throw usageEnding({ kind: "bad-value", option: "--ignore", value, wanted });
}

async function judgeAll(run: Run, examined: readonly Examined[], output: Output): Promise<number> {
  const { options } = run.invocation;
  const level = SEVERITIES.find((each) => each === options.text("fail-on")) ?? "error";
  const ignored = options.texts("ignore");
  requireRules(ignored);
  const known = await readBaseline(options.text("baseline"));
  const found = examined.map((each) => {
    const project = projectOf(each);
    if (project === null) throw noProject(each, run.invocation);
    const { subject, folder } = each;
    const all = verdictsOf(each.known);
    const verdicts = all.filter((verdict) => !isIgnored(verdict, ignored));
    const byIgnore = failing(all).length - failing(verdicts).length;
    const hidden = { byComment: excusedOf(each.known), byIgnore, byBaseline: 0 };
    return { subject, folder, project, verdicts, hidden, unread: unreadOf(each) };
  });
  const reports = found.map(({ verdicts, ...rest }): PlacedReport => {
    const told = verdicts.filter(
      (verdict) => verdict.kind !== "fail" || !known.has(fingerprintOf(verdict, rest.folder)),
    );
    const hidden = { ...rest.hidden, byBaseline: verdicts.length - told.length };
    return { ...rest, verdicts: told, summary: summaryOf(told), hidden };
  });
  await output.line(printed(run, reports));
  // with what the baseline knew: a baseline that is written anew forgets none of it
  await writeBaseline(options.text("write-baseline"), found);
  return reports.some(({ verdicts }) => failsAt(verdicts, level)) ? EXIT.found : EXIT.done;
}

function printed({ invocation, version }: Run, reports: readonly PlacedReport[]): string {
  if (wantsJson(invocation)) return reports.map(auditJson).join("\n");
  switch (invocation.options.text("format")) {
    case "sarif":
      return auditSarif(reports, { rules, version }, fingerprintOf);
    case "md":
      return reports.map(auditMarkdown).join("\n\n");
    case "github":
      return reports.map(auditGithub).join("\n");
    case null:
    default:
      return reports.map(auditText).join("\n\n");
  }
}

async function compare(run: Run, a: Examined, b: Examined, output: Output): Promise<number> {
  const [projectA, projectB] = [projectOf(a), projectOf(b)];
  if (projectA === null) throw noProject(a, run.invocation);
  if (projectB === null) throw noProject(b, run.invocation);
  const found = differences(projectA, projectB, { a: declarationsOf(a), b: declarationsOf(b) });
  const compared = { a: a.subject, b: b.subject, differences: found };
  const roots = { a: projectA.root, b: projectB.root };
  await output.line(
    wantsJson(run.invocation) ? differencesJson(compared) : differencesText(compared, roots),
  );
  return found.length === 0 ? EXIT.done : EXIT.found;
}

const declarationsOf = ({ known }: Examined): Declarations | null =>
  known.declared?.declarations ?? null;
