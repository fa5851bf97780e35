// What a refusal of an API server means, and what it means that none answered.
import type { Fault } from "../../domain/fault.ts";
import { untrustedText } from "../../domain/text.ts";
import { parsed, textOf } from "../json.ts";

const MOST_WORDS = 300;

type Refused = { readonly status: number; readonly text: string };

/**
 * An API server refuses with a Status; what stands before it, or in its place, with a text of its own or with none.
 * @source captures of a 1.34 cluster
 */
export function refusalOf({ status, text }: Refused): Fault {
  const told = parsed(text);
  const message = textOf(told, "message");
  const words = message ?? text.trim().split("\n")[0]?.trim() ?? "";
  const detail = untrustedText(shortened(words === "" ? `HTTP ${status}` : words));
  if (status === UNAUTHORIZED) return { kind: "unauthorized", detail };
  if (message === null || IN_THE_WAY.includes(status) || status >= 500)
    return { kind: "cluster-unreachable", detail };
  if (status === FORBIDDEN) return { kind: "forbidden", detail };
  const missing = missingIn(status, told, message);
  return missing === null
    ? { kind: "system-refused", detail }
    : { kind: "no-such-pod", detail: untrustedText(missing) };
}

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const BAD_REQUEST = 400;
/** A proxy wants a login; too many questions. */
const IN_THE_WAY: readonly number[] = [407, 429];

/** What is not there; null: nothing is missing. */
function missingIn(status: number, told: unknown, message: string): string | null {
  if (status === NOT_FOUND)
    return textOf(told, "details", "name") ?? /^\S+ "(.+)" not found$/u.exec(message)?.[1] ?? null;
  const named = /^container (?<container>\S+) is not valid for pod (?<pod>\S+)$/u.exec(message);
  return status === BAD_REQUEST && named !== null
    ? `${named.groups?.["pod"]} with a container ${named.groups?.["container"]}`
    : null;
}

/** Longer words are those of a page, or of a program that wrote all it knows. */
const shortened = (words: string): string =>
  words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS)}…` : words;

const CERTIFICATE =
  /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ALTNAME|^EPROTO$|ERR_SSL|ERR_OSSL|certificate/u;

const NO_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|packet length/u;

/** What it means that a connection failed: the system's or OpenSSL's code. */
export function brokenFault(error: unknown): Fault {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words = error instanceof Error && error.message !== "" ? error.message : code;
  if (NO_TLS.test(code) || NO_TLS.test(words))
    return {
      kind: "cluster-unreachable",
      detail: untrustedText("what answers there speaks no TLS"),
    };
  const kind = CERTIFICATE.test(code) || CERTIFICATE.test(words) ? "cluster-certificate" : null;
  return {
    kind: kind ?? "cluster-unreachable",
    detail: untrustedText(shortened(words === "" ? String(error) : words)),
  };
}

/** The login of a kubeconfig failed: its program, a file of it. */
export function loginFault(error: unknown): Fault {
  const words = error instanceof Error ? error.message : String(error);
  const last = words.trim().split("\n").at(-1) ?? "";
  return {
    kind: "unauthorized",
    detail: untrustedText(shortened(last === "" ? "the login failed without a word" : last)),
  };
}
