// Names in a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). A hashed name cannot be told.

/** All that one line says of one host: names and addresses, with the port where it is not 22. In the order of the file; with each first contact a line comes at its end. */
export type KnownHost = readonly { readonly name: string; readonly port: string | null }[];

export function knownHosts(text: string): readonly KnownHost[] {
  return text.split("\n").flatMap((line) => {
    const [names = "", type, key] = line.trim().split(/\s+/u);
    // a marker (@revoked, @cert-authority) is no host that was used
    if (type === undefined || key === undefined || /^[#@|]/u.test(names)) return [];
    const host = names
      .split(",")
      .filter((name) => name !== "" && !/[*?!|]/u.test(name))
      .map(withPort);
    return host.length === 0 ? [] : [host];
  });
}

function withPort(written: string): { readonly name: string; readonly port: string | null } {
  const [, name = written, port = null] = /^\[([^\]]+)\]:(\d+)$/u.exec(written) ?? [];
  return { name, port };
}
