import { expect, test } from "vitest";
import { faultOf } from "../../../src/targets/ssh/complaints.ts";

// Words of OpenSSH 9.2, as they came from it.
const CHANGED = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\r
Someone could be eavesdropping on you right now (man-in-the-middle attack)!\r
It is also possible that a host key has just been changed.\r
The fingerprint for the ED25519 key sent by the remote host is\n\
SHA256:nJOE8BUFXD479mYA4TYZqueFGazk+9lUKc691DLgARY.\r
Add correct host key in /root/.ssh/known_hosts to get rid of this message.\r
Offending ED25519 key in /root/.ssh/known_hosts:1\r
  remove with:\r
  ssh-keygen -f "/root/.ssh/known_hosts" -R "web-3"\r
Host key for web-3 has changed and you have requested strict checking.\r
Host key verification failed.\r
`;

test.each([
  [CHANGED, "host-key", "Host key for web-3 has changed and you have requested strict checking"],
  ["Host key verification failed.\r\n", "host-key", "Host key verification failed"],
  [
    "No ED25519 host key is known for web-3 and you have requested strict checking.\r\nHost key verification failed.\r\n",
    "host-key",
    "No ED25519 host key is known for web-3 and you have requested strict checking",
  ],
  [
    "Authorized users only\nroot@web-3: Permission denied (publickey,password,keyboard-interactive).\r\n",
    "login-refused",
    "root@web-3: Permission denied (publickey,password,keyboard-interactive)",
  ],
  [
    "Received disconnect from 10.0.0.3 port 22:2: Too many authentication failures\r\n",
    "login-refused",
    "Received disconnect from 10.0.0.3 port 22:2: Too many authentication failures",
  ],
  [
    "ssh: Could not resolve hostname web-3: Name or service not known\r\n",
    "host-unreachable",
    "ssh: Could not resolve hostname web-3: Name or service not known",
  ],
  [
    "ssh: connect to host web-3 port 22: Connection refused\r\n",
    "host-unreachable",
    "ssh: connect to host web-3 port 22: Connection refused",
  ],
  [
    "ssh: connect to host web-3 port 22: No route to host\r\n",
    "host-unreachable",
    "ssh: connect to host web-3 port 22: No route to host",
  ],
  [
    "Connection timed out during banner exchange\r\nConnection to 10.0.0.3 port 22 timed out\r\n",
    "host-unreachable",
    "Connection to 10.0.0.3 port 22 timed out",
  ],
  [
    "kex_exchange_identification: Connection closed by remote host\r\nConnection closed by 10.0.0.3 port 22\r\n",
    "host-unreachable",
    "kex_exchange_identification: Connection closed by remote host",
  ],
  [
    "Timeout, server web-3 not responding.\r\n",
    "host-unreachable",
    "Timeout, server web-3 not responding",
  ],
  [
    "Connection to web-3 closed by remote host.\r\n",
    "host-unreachable",
    "Connection to web-3 closed by remote host",
  ],
  [
    "client_loop: send disconnect: Broken pipe\r\n",
    "host-unreachable",
    "client_loop: send disconnect: Broken pipe",
  ],
])("%s", (complaint, kind, detail) => {
  expect(faultOf(complaint)).toEqual({ kind, detail });
});

// what programs in the target say is not about the way to them
test.each([
  "",
  "exit 255",
  "bash: line 1: exec: sh: not found",
  "sh: 1: /opt/app: Permission denied",
  "mysql: Connection refused",
  "the note said: Host key verification failed",
])("says nothing of the host: %j", (complaint) => {
  expect(faultOf(complaint)).toBeNull();
});
