// A host as its user writes it: `web-3`, `root@10.0.0.5`, `ssh://deploy@web-3:2222`.
import { TransportError } from "../../domain/ports/transport.ts";
import type { Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";

export type Host = {
  /** `[USER@]HOST`, as it is handed to ssh. */
  readonly destination: string;
  /** Null: what ssh's configuration says. */
  readonly port: string | null;
};

/* oxlint-disable no-control-regex -- control characters are what these are about */
/** What OpenSSH itself refuses since 9.6: ProxyCommand and Match exec hand names to a shell (CVE-2023-51385). Older clients get no such name from us. */
const ODD_IN_HOST = /^-|[\s\u0000-\u001f\u007f'`"$\\;&<>|(){}]/u;
/** As above; a backslash stands in names of a domain. */
const ODD_IN_USER = /^-|[\s\u0000-\u001f\u007f'`"$;&<>|(){}]|\\$/u;
/* oxlint-enable no-control-regex */
const LONGEST = 512;

/** Null: ssh must not get that. */
export function hostOf(word: string): Host | null {
  const scheme = /^ssh:\/\//i.exec(word)?.[0];
  const { destination, port } =
    scheme === undefined ? { destination: word, port: null } : ofUri(word.slice(scheme.length));
  return isSound(destination) && isPort(port) ? { destination, port } : null;
}

/** `[USER@]HOST[:PORT]`; a password in it is left out, as ssh does. */
function ofUri(text: string): Host {
  const [authority = ""] = text.split("/");
  const at = authority.lastIndexOf("@");
  const user = decoded(authority.slice(0, Math.max(at, 0)).split(":")[0] ?? "");
  const [, six, plain = "", port = null] =
    /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/u.exec(authority.slice(at + 1)) ?? [];
  const name = six ?? plain;
  return { destination: at === -1 ? name : `${user}@${name}`, port };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isSound(destination: string): boolean {
  const at = destination.lastIndexOf("@");
  const name = destination.slice(at + 1);
  if (name === "" || ODD_IN_HOST.test(name) || destination.length > LONGEST) return false;
  return at === -1 || (at > 0 && !ODD_IN_USER.test(destination.slice(0, at)));
}

const isPort = (port: string | null): boolean =>
  port === null || (/^\d{1,5}$/u.test(port) && Number(port) > 0 && Number(port) < 65_536);

export const targetOf = ({ destination, port }: Host): Target => {
  const at = destination.lastIndexOf("@") + 1;
  const name = destination.slice(at);
  const shown = `${destination.slice(0, at)}${name.includes(":") ? `[${name}]` : name}`;
  return {
    scheme: "ssh",
    uri: `ssh://${shown}${port === null ? "" : `:${port}`}`,
    address: port === null ? [destination] : [destination, port],
  };
};

/** The host of a target of ours. @throws TransportError `no-such-host` for a name that ssh must not get */
export function hostIn({ address }: Target): Host {
  const [destination = "", port = null] = address;
  if (isSound(destination) && isPort(port)) return { destination, port };
  throw noSuchHost(destination);
}

export const noSuchHost = (word: string): TransportError =>
  new TransportError({ kind: "no-such-host", detail: untrustedText(word) });
