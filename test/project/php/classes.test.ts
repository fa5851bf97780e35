import { expect, test } from "vitest";
import { classesOf, type PhpClass } from "../../../src/project/php/classes.ts";
import { environment, file, plain } from "./read.ts";

const classes = (code: string): readonly PhpClass[] =>
  classesOf(file(code, "app/A.php"), environment());

function only(code: string): PhpClass {
  const [first, ...others] = classes(code);
  if (first === undefined || others.length > 0) throw new Error("not one class");
  return first;
}

const attributes = ({ attributes: all }: Pick<PhpClass, "attributes">) =>
  all.map(({ name, args, place }) => [
    name,
    place.line,
    ...args.map(({ name: own, value }) => (own === null ? plain(value) : { [own]: plain(value) })),
  ]);

const TASK = `namespace App\\Crontab;

use Hyperf\\Crontab\\Annotation\\Crontab;
use Hyperf\\Crontab\\Annotation as A;

#[First, Crontab(rule: '*/5 * * * *', singleton: true, callback: [self::class, 'run'])]
#[
    A\\Crontab(
        '0 * * * *',
        name: self::NAME,
        enable: false,
    ),
]
final class Task extends Base implements X
{
    #[Other] public const NAME = 'task-' . self::ID;
    private const ID = 7;

    protected string $name = self::NAME;
    public int $nums = 2 * 2;
    public $nothing;

    public function __construct(private int $promoted = 3, $plain = 4) {}

    public function run(): void {}

    #[Crontab('1 * * * *'), Crontab('2 * * * *')]
    #[\\Full]
    public static function other(): void {}
}`;

test("attributes in groups, on several lines, have their names, arguments and lines", () => {
  const task = only(TASK);
  expect(attributes(task)).toEqual([
    ["App\\Crontab\\First", 7],
    [
      "Hyperf\\Crontab\\Annotation\\Crontab",
      7,
      { rule: "*/5 * * * *" },
      { singleton: true },
      { callback: ["App\\Crontab\\Task", "run"] },
    ],
    ["Hyperf\\Crontab\\Annotation\\Crontab", 9, "0 * * * *", { name: "task-7" }, { enable: false }],
  ]);
  expect(task.attributes[1]?.text).toBe(
    "Crontab(rule: '*/5 * * * *', singleton: true, callback: [self::class, 'run'])",
  );
});

const values = (of: PhpClass["properties"]) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, plain(value)]));

test("a class has its names, place, properties and constants", () => {
  const task = only(TASK);
  expect([task.name, task.parent, task.place]).toEqual([
    "App\\Crontab\\Task",
    "App\\Crontab\\Base",
    { file: "app/A.php", line: 15 },
  ]);
  expect(values(task.constants)).toEqual({ NAME: "task-7", ID: 7 });
  expect(values(task.properties)).toEqual({ name: "task-7", nums: 4, nothing: null, promoted: 3 });
});

test("methods have their own attributes, not those of a constant before them", () => {
  const methods = only(TASK).methods.map((method) => [
    method.name,
    method.place.line,
    ...attributes(method),
  ]);
  expect(methods).toEqual([
    ["__construct", 24],
    ["run", 26],
    [
      "other",
      30,
      ["Hyperf\\Crontab\\Annotation\\Crontab", 28, "1 * * * *"],
      ["Hyperf\\Crontab\\Annotation\\Crontab", 28, "2 * * * *"],
      ["Full", 29],
    ],
  ]);
});

test("doc comments are those right before, and those between attributes and name", () => {
  const found = only(`namespace A;
/** not this one */
use B\\C;

/**
 * The class.
 */
#[C]
abstract class D
{
    /** a property */
    public $x;

    public function none() {}

    /** above */
    #[C(1)]
    // and a remark
    public function above() {}

    #[C(')')]
    /** below */
    final protected static function below() {}
}`);
  expect([found.doc, found.docLine]).toEqual(["/**\n * The class.\n */", 6]);
  expect(found.methods.map(({ name, doc, docLine }) => [name, doc, docLine])).toEqual([
    ["none", null, 0],
    ["above", "/** above */", 17],
    ["below", "/** below */", 23],
  ]);
});

test("all kinds of classes are there, those without a name are not", () => {
  const found = classes(`interface I extends J {}
trait T { public function t() {} }
enum E: string { case A = 'a'; const B = 1; }
$x = new class extends K {};
function f() { return new class {}; }
class S extends \\Other\\P { const LOOP = self::LOOP; const P = parent::X; }`);
  expect(found.map(({ name, parent }) => [name, parent])).toEqual([
    ["I", null],
    ["T", null],
    ["E", null],
    ["S", "Other\\P"],
  ]);
  const constants = Object.values(found[3]?.constants ?? {}).map((value) => value.kind);
  expect(constants).toEqual(["unresolved", "unresolved"]);
});

test("constants of other classes are asked for by their full names", () => {
  const asked: string[] = [];
  const parsed = file(
    "namespace A; use B\\C; class D extends C { public $x = [C::Y, parent::Z]; }",
  );
  classesOf(parsed, {
    ...environment(),
    classConstant(className, name) {
      asked.push(`${className}::${name}`);
      return null;
    },
  });
  expect(asked).toEqual(["B\\C::Y", "B\\C::Z"]);
});
