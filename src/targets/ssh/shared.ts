import type { Client } from "./client.ts";
import type { Host } from "./host.ts";
import { logIn, type Place, type Way } from "./login.ts";

type Login = {
  readonly way: Promise<Way>;
  readonly life: AbortController;
  users: number;
};

type Entry = { readonly way: Promise<Way>; readonly leave: () => void };

/** Logins by host: the first who enters begins one, the last who leaves ends it. One that is gone or failed is nobody's any more. */
export function sharedLogins(client: Client & Place): { enter(host: Host): Entry } {
  const logins = new Map<string, Login>();

  const begin = (host: Host, key: string): Login => {
    const life = new AbortController();
    const login: Login = { way: logIn(client, host, life.signal), life, users: 0 };
    const forget = (): void => {
      if (logins.get(key) === login) logins.delete(key);
    };
    login.way.then(({ master }) => master?.ended.then(forget), forget);
    logins.set(key, login);
    return login;
  };

  return {
    enter(host) {
      const key = JSON.stringify(host);
      const login = logins.get(key) ?? begin(host, key);
      login.users += 1;
      let isLeft = false;
      return {
        way: login.way,
        leave() {
          if (isLeft) return;
          isLeft = true;
          login.users -= 1;
          if (login.users > 0) return;
          if (logins.get(key) === login) logins.delete(key);
          login.life.abort();
        },
      };
    },
  };
}
