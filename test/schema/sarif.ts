/**
 * The part of SARIF 2.1.0 that an audit writes, as a JSON Schema of our own: what is not in it is refused, so that nothing new is written unread.
 * @source OASIS "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", 3.13 log, 3.14 run, 3.19 toolComponent, 3.27 result, 3.29 physicalLocation, 3.49 reportingDescriptor
 */
const text = { type: "string", minLength: 1 } as const;
const level = { enum: ["none", "note", "warning", "error"] } as const;
const exactly = (properties: Readonly<Record<string, unknown>>, required: readonly string[]) => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});
const message = exactly({ text }, ["text"]);
const location = exactly(
  {
    physicalLocation: exactly(
      {
        artifactLocation: exactly({ uri: text, uriBaseId: text }, ["uri"]),
        region: exactly({ startLine: { type: "integer", minimum: 1 } }, ["startLine"]),
      },
      ["artifactLocation"],
    ),
  },
  ["physicalLocation"],
);
const rule = exactly(
  {
    id: text,
    name: text,
    shortDescription: message,
    help: message,
    defaultConfiguration: exactly({ level }, ["level"]),
  },
  ["id"],
);
const result = exactly(
  {
    ruleId: text,
    level,
    message,
    locations: { type: "array", items: location },
    partialFingerprints: { type: "object", additionalProperties: text },
  },
  ["message"],
);
const driver = exactly(
  { name: text, version: text, rules: { type: "array", items: rule, uniqueItems: true } },
  ["name"],
);
const run = exactly(
  {
    tool: exactly({ driver }, ["driver"]),
    originalUriBaseIds: {
      type: "object",
      additionalProperties: exactly({ description: message }, []),
    },
    results: { type: "array", items: result },
  },
  ["tool"],
);

export const SARIF = exactly(
  {
    $schema: text,
    version: { const: "2.1.0" },
    runs: { type: "array", items: run, minItems: 1, maxItems: 1 },
  },
  ["version", "runs"],
);
