// What usually listens to a port: a name beside the number, never instead of it.

const NAMES: Readonly<Record<string, string>> = {
  "53": "dns",
  "80": "http",
  "443": "https",
  "2379": "etcd",
  "3306": "mysql",
  "4222": "nats",
  "5432": "postgres",
  "5672": "amqp",
  "6379": "redis",
  "8500": "consul",
  "8848": "nacos",
  "9092": "kafka",
  "9200": "elasticsearch",
  "9501": "swoole",
  "11211": "memcached",
  "27017": "mongodb",
};

/** `3306 mysql`, `4711`. */
export function portText(port: string): string {
  const name = Object.hasOwn(NAMES, port) ? NAMES[port] : undefined;
  return name === undefined ? port : `${port} ${name}`;
}
