import { expect, test } from "vitest";
import { codeFindings } from "../../../../src/project/found/code-findings.ts";
import { classWith, foundIn, parsed } from "../found-in.ts";

const IMPORTS =
  "use Hyperf\\DbConnection\\Db; use Hyperf\\DbConnection\\Db as Base; use App\\Model\\Order;";
const task = (body: string): string =>
  classWith(`public function run(): void {\n${body}\n}`, IMPORTS);

test.each([
  "$rows = Db::table('orders')->get();",
  "$rows = Base::table('orders')->where('state', 1)->orderBy('created_at')->get(['id', 'state']);",
  "$rows = Db::connection('report')->table('orders')->get();",
  "$rows = Order::query()->where('state', 1)->get();",
  "$rows = Order::where('state', 1)->get();",
  "$rows = Order::with('lines')->get()->toArray();",
  "$rows = Db::select('SELECT * FROM orders WHERE state = ?', [1]);",
  "$rows = Db::select('SELECT a, b ' . 'FROM orders');",
  "$rows = Db::select(<<<'SQL'\nSELECT * FROM orders\nSQL);",
  "$rows = Db::connection('report')->select('select * from orders');",
  "$rows = Db::select('select count(*) from orders group by state');",
])("all rows at once: %s", (body) => {
  expect(foundIn(task(body))).toEqual(["full-result:7"]);
});

test.each([
  "Db::table('orders')->limit(100)->get();",
  "Db::table('orders')->forPage(1, 50)->get();",
  "Db::table('orders')->chunkById(500, fn ($rows) => $rows->each(fn ($row) => $row->get()));",
  "Db::table('orders')->where('user_id', $id)->get();",
  "Order::whereIn('id', $ids)->get();",
  "Db::table('orders')->groupBy('state')->get();",
  "Order::query()->cursor();",
  "$query->get();",
  "$this->container->get(Order::class);",
  "Http::withToken($t)->get('https://example.org');",
  "Cache::store('a')->get();",
  "self::query()->get();",
  "Db::select('SELECT * FROM orders LIMIT 10');",
  "Db::select('SELECT * FROM orders WHERE id = ?', [1]);",
  "Db::select('SELECT COUNT(*) FROM orders');",
  "Db::select('SELECT 1');",
  "Db::select('SHOW PROCESSLIST');",
  "Db::select($sql);",
  'Db::select("SELECT * FROM orders $tail");',
  "$this->api->select('SELECT * FROM orders');",
])("rows within bounds, or nobody knows: %s", (body) => {
  expect(foundIn(task(body))).toEqual([]);
});

test("a class that is no task's may ask for all", () => {
  const text = task("Db::table('orders')->get();");
  const { ast, classes } = parsed(text);
  const none: ReadonlySet<string> = new Set();
  const file = { path: "app/A.php", text, ast };
  expect(codeFindings(file, classes, { taskClasses: none, processClasses: none })).toEqual([]);
  expect(
    codeFindings(file, classes, { taskClasses: new Set(["App\\A"]), processClasses: none }),
  ).toEqual([
    {
      kind: "full-result",
      file: "app/A.php",
      line: 7,
      text: "Db::table('…')->get()",
      className: "App\\A",
    },
  ]);
});
