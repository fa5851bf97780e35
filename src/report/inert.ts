/**
 * What is printed for people also stands in the logs of CI, where some lines are commands: `::error::` at the start of a line, `##[error]` anywhere.
 * Text of a project gives none.
 * @source actions/runner, src/Runner.Common/ActionCommand.cs: TryParseV2 trims and looks at the start, TryParse at all of a line; Azure and TeamCity have `##vso[`, `##teamcity[`
 */
export const inert = (text: string): string =>
  text.replaceAll(/^(\s*):(?=:)/gmu, "$1: ").replaceAll(/#(?=#(?:vso|teamcity)?\[)/gu, "# ");
