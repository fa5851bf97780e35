import { readFileSync } from "node:fs";
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from "ajv/dist/2020.js";

const OBSERVATIONS = [
  "hello",
  "session",
  "sample",
  "log",
  "log-sources",
  "project",
  "snapshot",
  "container",
  "observation",
] as const;
const NAMES = [
  ...OBSERVATIONS,
  "record",
  "event",
  "crontab",
  "audit",
  "differences",
  "rules",
  "doctor",
] as const;
export type SchemaName = (typeof NAMES)[number];

const readSchema = (name: SchemaName): AnySchemaObject =>
  JSON.parse(
    readFileSync(new URL(`../../docs/schema/${name}.schema.json`, import.meta.url), "utf8"),
  );

const ajv = new Ajv2020({
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
  schemas: NAMES.map(readSchema),
});

/** The compiled JSON Schema of docs/schema of that name. */
export function schemaOf(name: SchemaName): ValidateFunction {
  const schema = ajv.getSchema(`${name}.schema.json`);
  if (schema === undefined) throw new TypeError(`no schema ${name}`);
  return schema;
}

/** What of one document does not fit its schema; empty when all fits. */
export function validateDocument(name: SchemaName, value: unknown): readonly string[] {
  const validate = schemaOf(name);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** What of one parsed line of `watch --json` or of a recording does not fit the schema of its type; empty when all fits. */
export function validateObservation(value: unknown): readonly string[] {
  const type: unknown =
    typeof value === "object" && value !== null && "type" in value ? value.type : null;
  const validate = schemaOf(OBSERVATIONS.find((name) => name === type) ?? "observation");
  if (validate(value) && schemaOf("observation")(value)) return [];
  return (validate.errors ?? schemaOf("observation").errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
