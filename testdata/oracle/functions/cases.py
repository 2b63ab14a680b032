"""The calls that record.py asks Terraform for, by family."""
import itertools

class Wrap:
    def __init__(self, tag, value):
        self.tag, self.value = tag, value


def S(*items): return Wrap("$set", list(items))
def L(*items): return Wrap("$list", list(items))
def M(**items): return Wrap("$map", items)
def X(value): return Wrap("$sensitive", value)


product = itertools.product
STRINGS = [
    "", "hello", "Hello World", "  padded \t", "a,b,,c", "ünïcödé ß", "日本語", "👨‍👩‍👧 family",
    "line1\nline2\r\n", "tab\tx", "foo_bar-baz.qux", "arn:aws:s3:::bucket/*", "true", "12", "%s",
    "<&>\"\\", "/a/b/c.txt", "ЖЗИ straße", "x", "\n\n",
]
NUMBERS = [0, 1, -1, 5, 12.5, -12.5, 0.1, 1e10, 123456789012345, -0.5, 1e-7]
ODD = [None, [], {}, ["a"], {"a": "b"}, True, 3.7]


def every(names, *pools):
    return [(n, list(args)) for n in names for args in product(*pools)]


def each(name, *rows):
    return [(name, list(row)) for row in rows]


STRING = (
    every(["upper", "lower", "title", "chomp", "trimspace", "strrev"], STRINGS)
    + every(["upper", "lower", "title", "chomp", "trimspace", "strrev"], ODD)
    + every(["split"], [",", "", " ", "b", ":"], STRINGS)
    + each("split", (",", None), (None, "a"), (["a"], "b"), (",", 12), (1, 212), (",", ["a"]))
    + every(["trim"], ["  x  ", "?!hi!?", "aabaa", "", "日本日"], ["", " ", "!?", "a", "日", "ab"])
    + every(["trimprefix", "trimsuffix", "startswith", "endswith", "strcontains"],
            ["helloworld", "", "foofoo", "日本語"], ["", "hello", "world", "foo", "語", "日", "helloworldx"])
    + each("trimprefix", ("a",), ("a", "b", "c"), (None, "a"), ("a", None), (12, 1), (True, "t"))
    + each("startswith", (None, "a"), ("a", None), (12, 1), ([], "a"), ("a", []))
    + each("endswith", (None, "a"), ("a", None), (12, 2))
    + each("strcontains", (None, "a"), ("a", None), (12, 2))
    + every(["substr"], ["hello world", "", "日本語テキスト", "👨‍👩‍👧x👨‍👩‍👧y"], [0, 1, 4, -2, -20, 20], [0, 1, 3, -1, 100])
    + each("substr", ("abc", 1.5, 1), ("abc", 0, 1.5), (None, 0, 1), ("abc", None, 1), ("abc", "1", "1"), ("abc", "x", 1), (12345, 1, 2), ("abc", 1))
    + every(["replace"], ["hello world", "", "aaa", "a.b.c", "日本語"], ["", "a", "l", "o w", ".", "本"], ["", "X", "aa", "$1"])
    + every(["replace"], ["hello world", "a1b22c333", "", "foo.bar.baz", "axc", "日本語"],
            ["/[a-z]+/", "/([0-9]+)/", "/o/", "/(?i)HELLO/", "/x*/", "/^/", "/$/", "/\\./", "/(?P<n>[a-z])/", "//", "/\\b/"],
            ["-", "<$1>", "${1}x", "$n", "$$", ""])
    + each("replace", ("a", "/(/", ""), ("a", "/[/", ""), ("a", "/*/", ""), ("a", "/a{2000}/", "b"), ("a/b", "/", "-"), (None, "a", "b"), ("a", None, "b"), ("a", "b", None), (112, 1, 2))
    + each("join", (",", ["a", "b"]), (",", []), (",", ["a"]), ("", ["a", "b"]), (", ", ["a"], ["b", "c"]),
           (",", [1, 2.5, True]), (",", ["a", None]), (",", ["a"], ["b", None]), (",",), (",", "a"), (",", {"a": "b"}),
           (",", S("b", "a", "a")), (",", S(3, 20, 1)), (None, ["a"]), (",", None), (1, ["a", "b"]), (",", [["a"]]), (",", L("x", "y")), ("-", [], ["a"], []), (",", ["", ""]))
    + each("indent", (2, "a\nb\n\nc"), (0, "a\nb"), (4, ""), (-1, "a\nb"), (1.5, "a"), ("2", "a\nb"), (2, "\n"), (2, None), (3, "x\r\ny"))
    + each("format", ("Hello, %s!", "Ander"), ("%d", 5), ("%d", 5.5), ("%d", "12"), ("%d", "x"), ("%s", 12), ("%s", True), ("%s", ["a"]), ("%s", None),
           ("%v", None), ("%v", [1, "a", True, None]), ("%v", {"b": 1, "a": [1]}), ("%#v", "a\"b"), ("%#v", 12), ("%v", "x"), ("%v", True), ("%v", S("b", "a")),
           ("%q", "a\"b\n<"), ("%q", 12), ("%5s|%-5s|%05s", "ab", "cd", "ef"), ("%.2s", "日本語"), ("%.0s", "abc"), ("%.s", "abc"), ("%5.1s|", "日本語"),
           ("%t", True), ("%t", "true"), ("%t", "x"), ("%t", 1), ("%b %o %x %X", 255, 255, 255, 255), ("%#b %#o %#x %#X", 255, 255, 255, 255), ("%x", -255), ("%x", "ff"),
           ("%e %E", 1234.5678, 0.00012), ("%f %.2f %.0f", 3.14159, 2.71828, 2.5), ("%g %G %g", 100000, 1e10, 0.00001), ("%8.3f|%-8.3f|%+.1f|%08.2f", 3.14159, 3.14159, 3.14159, -3.14159),
           ("%+d % d %5d %-5d| %05d", 5, 5, 5, 5, -5), ("%.5d|%8.5d|%-8.5d|", 42, 42, 42), ("%[2]s %[1]s", "a", "b"), ("%[2]s %s", "a", "b", "c"), ("%[1]s %[1]q", "a"),
           ("%s %s", "a"), ("%s", "a", "b"), ("none", "a"), ("none",), ("%%",), ("100%", ), ("%", ), ("%!", 1), ("%z", 1), ("%é", 1), ("%[", 1), ("%[x]s", 1), ("%[0]s", 1), ("%[1", 1), ("%5", 1), ("%.", 1),
           ("%v", 1000000), ("%v", 123456), ("%v", 1234567), ("%v", 0.00001), ("%v", 0.1), ("%v", 1e21), ("%v", -5), ("%v", 100), ("%s", 1000000), ("%s", 0.1), ("%s", 1e21),
           ("%10v|%-10v|%010v", 5, "ab", 7), ("%3v", [1]), ("%d%%", 50), ("%s%s%s", "a", 1, True), ("日本 %s", "語"), ("%c", 65), ("%U", 65), ("%s", "${x}"), (None, 1), ("%s", S("a")), ("%d", [1]), ("%.3g", 1234.5678), ("%.3e", 0),
           ("%f", 1e10), ("%f", "2.5"), ("%f", "x"), ("%d", 12345678901234567890), ("%x", 3.5), ("%-010d|", 5), ("%+05d|", 5), ("%#v", [1, "a"]), ("%#v", None), ("%# x", 255), ("%+v", 5), ("%+s", "a"), ("%020.3e|", 1234.5), ("%-20.3e|", 1234.5), ("% f", 1.5))
    + each("formatlist", ("Hello, %s!", ["A", "B"]), ("%s-%s", ["a", "b"], "x"), ("%s-%s", ["a", "b"], ["c", "d"]), ("%s-%s", ["a", "b"], ["c"]), ("%s", []), ("x",), ("%s", "a"), ("%d", ["a"]),
           ("%s", S("b", "a")), ("%s", None), ("%v", None), ("%s", ["a", None]), ("%v", [[1], [2]]), ("%s %d", ["a"], 1), ("%s", ["a"], "b"), ("%v", {"a": 1}), ("%[2]s-%[1]s", ["a", "b"], "x"), ("none", ["a"]), ("%s%s", [], "x"), ("%s", L(1, 2)))
    + each("regex", ("[a-z]+", "53453453.345345aaabbbccc23454"), ("(\\d\\d\\d\\d)-(\\d\\d)-(\\d\\d)", "2019-02-01"),
           ("^(?:(?P<scheme>[^:/?#]+):)?(?://(?P<authority>[^/?#]*))?", "https://terraform.io/docs/"), ("[a-z]+", "123"), ("a(b)?c", "ac"), ("(?P<x>a)|(?P<y>b)", "b"),
           ("(?P<x>a)(b)", "ab"), ("(", "a"), ("[", "a"), ("*", "a"), ("a**", "a"), ("\\", "a"), ("\\8", "a"), ("(?z)", "a"), ("[z-a]", "a"), ("a{2,1}", "a"), ("a{1001}", "a"), (")", "a"), ("(?P<a>x)(?P<a>y)", "xy"),
           ("", "abc"), ("\\Aab", "abc"), ("c\\z", "abc"), ("\\Qa.b\\E", "a.b"), ("a{,3}", "a{,3}"), ("{", "{"), ("[[a]", "["), ("[a&&b]+", "&&"), ("[\\w-]+", "a-b_c d"), ("[^\\d]+", "123abc"), ("\\pL+", "日本 x"), ("\\p{Greek}+", "abcδε"), ("[[:alpha:]]+", "12ab"), ("(?i)ABC", "xabc"), ("(?s)a.b", "a\nb"), ("a.b", "a\nb"), ("(?m)^b$", "a\nb"), ("^b$", "a\nb"), ("\\bfoo\\b", "a foo b"), ("\\d", "٣"), ("\\w+", "日本"), ("\\s", "\u00a0"), ("x*", ""), ("(x*)", "y"), ("(?U)a+", "aaa"), ("a+?", "aaa"), ("[\\]a]+", "]a"), ("[]a]+", "]a"), ("[a\\-z]+", "a-z"), ("[-a]+", "-a"), ("[a-]+", "a-"), ("\\x41", "A"), ("\\x{65e5}", "日"), ("\\101", "A"), ("\\.", "a.b"), ("\\<", "<"), (None, "a"), ("a", None), ("a", 12), ("1", 12), ("(?<n>a)", "a"), ("(?P<1n>a)", "a"), ("(?P<n", "a"), ("\\C", "a"), ("\\pZ{", "a"), ("a|b|", "c"), ("[^a]", "日"), ("~|&", "~"), ("[a-\\d]", "-"))
    + each("regexall", ("[a-z]+", "1234abcd5678efgh9"), ("[a-z]+", "123456789"), ("(\\d)(\\w)", "1a 2b"), ("(?P<k>\\w)=(?P<v>\\w)", "a=1,b=2"), ("x*", "axb"), ("", "ab"), ("^", "ab"), ("$", "ab"), ("\\b", "a b"), ("(", "a"), ("(a)|(b)", "ab"), (None, "a"), ("a", None), ("日", "日本日"), ("a", ""))
)

LISTS = [[], ["a"], ["a", "b", "a"], [1, 2, 3], [1, "a", True], [None], ["", None, "x"], [["a"], ["b"]], [{"a": 1}, {"a": 2}],
         L("b", "a"), S("b", "a"), S(10, 9, 1), S(), [True, False], [3, 20, 100, 1.5]]
MAPS = [{}, {"a": 1}, {"b": "x", "a": "y"}, {"a": [1], "b": {"c": None}}, M(x="1", y="2"), {"10": 1, "9": 2}]
OTHERS = [None, "abc", 12, True]

COLLECTION = (
    every(["length", "keys", "values", "reverse", "flatten", "distinct", "compact", "sort", "one", "sum", "alltrue", "anytrue", "tolist", "toset", "tomap", "coalescelist", "concat", "merge", "transpose"],
          LISTS + MAPS + OTHERS)
    + every(["length"], STRINGS)
    + each("length", ([[], [], []],), ({"a": 1, "b": 2, "c": 3},), (12,), (True,), ())
    + every(["element"], LISTS, [0, 1, -1, 4, 1.5])
    + each("element", ("a", 0), ({"a": 1}, 0), (None, 0), (["a"], None), (["a"], "0"), (["a", "b"], "x"), ([], 0))
    + every(["index"], LISTS, ["a", 1, "z", None])
    + every(["contains"], LISTS, ["a", 1, "1", None, True, ["a"], {"a": 1}])
    + each("contains", ({"a": 1}, "a"), ("abc", "a"), (None, "a"), ([], "a"))
    + every(["lookup"], MAPS, ["a", "b", "zz"], ["default", 7, None, ["x"]])
    + every(["lookup"], MAPS, ["a", "zz"])
    + each("lookup", (None, "a"), (["a"], "a"), ({"a": 1}, None), ({"a": 1}, 1, 2), ({"1": 2}, 1), ({"a": 1}, "a", 1, 2), ("x", "a", "d"), ({}, ["a"], 1))
    + every(["chunklist"], LISTS, [0, 1, 2, 10, -1, 1.5])
    + every(["slice"], LISTS, [0, 1, -1, 5], [0, 1, 2, 5])
    + each("slice", ("abc", 0, 1), (None, 0, 1), ([1, 2, 3], 2, 1), ([1, 2, 3], 1.5, 2), ([1, 2, 3], 0, 2.5), ([1, 2, 3], "1", "2"))
    + each("coalesce", ("a", "b"), ("", "b"), (None, "b"), ("", None, "c"), (1, "a"), ("", 1), (None, None), ("", ""), (), (True, 1), ([], ["a"]), ([1], ["a"]), ({"a": 1}, {"b": 2}), (None, [1]), (False, True), (0, 1), ([], {}), ("a", ["b"]), (None, True, "x"), (None, None, 5), ({"a": 1}, {"a": "x"}), (L("a"), L(1)))
    + each("coalescelist", (["a"], ["b"]), ([], ["b"]), ([], []), (None, ["a"]), (None,), ([], None), ("a",), ([], {}), (S("a"),), ({"a": 1}, ["a"]), (L(), L("x")), ([1], ["a"]), ([], [1], 5))
    + each("concat", (["a"], ["b", "c"]), (["a"], [1]), ([], []), (["a"], "b"), ("a",), (["a"], None), (L("a"), L("b")), (L("a"), L(1)), (L("a"), [1]), (S("a"), ["b"]), ([["a"]], ["b"]), ({"a": 1}, []), ([None], ["a"]), (["a"], {"b": 1}), (L(1), L("x"), L(True)))
    + each("merge", ({"a": 1}, {"b": 2}), ({"a": 1}, {"a": "x"}), ({}, {}), (None, {"a": 1}), ({"a": 1}, None), (None,), (None, None), ({"a": 1}, ["a"]), ("a",), ({"a": {"b": 1}}, {"a": {"c": 2}}), (M(a="1"), M(b="2")), (M(a="1"), {"b": 2}), ({"b": 1}, {"a": 2}, {"c": 3, "b": 4}), ({"a": None},), ({"a": 1}, {"a": None}), (12,), (True, {}))
    + each("zipmap", (["a", "b"], [1, 2]), (["a"], [1, 2]), ([], []), (["b", "a"], ["x", [1]]), (["a", "a"], [1, 2]), ([1, 2], ["a", "b"]), (["a", None], [1, 2]), ("a", [1]), (["a"], "b"), (["a"], S("b")), (L("x", "y"), L(1, 2)), (None, [1]), (["a"], None), (S("b", "a"), [1, 2]), ([["a"]], [1]), (["a"], {"b": 1}))
    + each("transpose", ({"a": ["1", "2"], "b": ["2", "3"]},), ({"a": []},), ({"a": None},), ({"a": ["x", None]},), ({"a": "x"},), ({"a": [1, 2]},), ({"b": ["x"], "a": ["x"]},), ({"a": S("y", "x")},))
    + each("matchkeys", (["i-123", "i-abc", "i-def"], ["us-west", "us-east", "us-east"], ["us-east"]), ([], [], []), (["a"], ["x", "y"], ["x"]), (["a", "b"], ["x", "y"], []), (["a", "b"], [1, 2], ["1"]), (["a"], ["x"], [["x"]]), ([1, 2], ["x", "y"], ["y", "x"]), (None, [], []), (["a"], [True], [1]), ("a", [], []), (["a"], ["x"], None), ([["a"], ["b"]], ["x", "y"], ["y"]), (["a"], [None], [None]), (["a", "b"], ["x", "x"], S("x")))
    + each("range", (3,), (1, 4), (1, 8, 2), (4, 1), (-3,), (10, 5, -2), (0,), (1, 1), (1, 5, 0), (1, 5, -1), (5, 1, 1), (0, 1, 0.25), (1024,), (1025,), (1, 2, 3, 4), (), ("3",), (None,), ("x",), (2.5,), (0, 1, 0.1), (1, 0.5), (0, 1e9), (0, -1, -0.5), (1, None))
    + each("setproduct", (["a", "b"], [1, 2]), (["a"], ["b"], ["c"]), ([], ["a"]), (["a"],), (), (S("b", "a"), [1]), (["a"], "b"), (["a"], {"b": 1}), ([1, "a"], [True]), ([["a"]], [{"b": 1}]), (None, ["a"]), (["a"], S()), ([1, True], ["a"]), (S(2, 1), S("b", "a")), (L("x", "y"), L("z")), ([True, 1], ["a"]))
    + every(["setunion", "setintersection", "setsubtract"], [["a", "b"], [], S("b", "c"), [1, 2], ["1"], [True], [["a"]]], [["b"], [], S("a", "d"), [2, 3], [["a"], ["b"]]])
    + each("setunion", (["a"],), (["b"], ["a"], ["c", "a"]), (None,), ("a",), ({"a": 1},), (["a"], None), ([1], ["a"]), ([10, 9], [1]), ([{"a": 1}], [{"a": 1}, {"a": 2}]), ([True], [False]), ([None], ["a"]), ())
    + each("setintersection", (["a", "b"], ["b"], ["b", "c"]), (["a"],), (None, []), ([1, 2], ["1"]), ([{"a": 1}], [{"a": "1"}]))
    + each("setsubtract", (["a"],), (["a"], ["b"], ["c"]), (None, []), ([1, 2], ["1"]), (["a"], "a"))
    + each("flatten", ([["a", "b"], [], ["c"]],), ([["a", ["b", ["c"]]], "d"],), ([[1], [2, [3]]],), ([{"a": [1]}, [2]],), ([None, ["a"]],), ([[], [[]]],), ([S("b", "a"), ["c"]],), ([L("x"), "y"],), ("a",), ({"a": ["b"]},), ([["a"], {"b": ["c"]}],))
    + each("distinct", ([1, "1", 1],), ([["a"], ["a"], ["b"]],), ([{"a": 1}, {"a": 1}],), ([None, None, "a"],), (["b", "a", "b"],), ([True, "true"],), ([1, True],), ("a",), ([[], []],), ([1.0, 1, 2],))
    + each("compact", (["a", "", "b", None],), ([None],), ([1, 0, ""],), (S("a", ""),), ([["a"]],), ("a",), ([True, ""],))
    + each("sort", (["c", "B", "a"],), ([10, 9, 1],), (["é", "e", "f"],), ([None, "a"],), ([True, "a"],), ([["a"]],), (S("b", "a"),), (["a", "A", "_", "1", "日"],), (["b", "a", "b"],))
    + each("one", ([],), (["a"],), (["a", "b"],), (S("x"),), (S("x", "y"),), (None,), ("a",), ({"a": 1},), ([None],), (L(1),))
    + each("sum", ([1, 2, 3.5],), (["1", 2],), ([],), (["a"],), ([None],), ([1, None],), ({"a": 1},), (S(1, 2),), ("a",), ([0.1, 0.2],), ([1e30, 1],), ([-1.5, 1.5],), ([True],), ({},), (None,), ([[1]],), ([1, "x"],), ([10.001, 9.999],))
    + each("alltrue", ([True, "true"],), ([True, False],), ([True, None],), (["yes"],), ([1],), ([],), (S(True),), (["true", "false"],), (None,), ([["a"]],), ("true",), (["1"],), (["TRUE"],))
    + each("anytrue", ([False, "true"],), ([None, True],), ([None],), (["no"],), ([],), (S(False),), (None,), (["0", "1"],), ("true",), ([False, None],))
)

NUMERIC = (
    every(["abs", "ceil", "floor"], NUMBERS + ["12", "-1.5", "x", None, [], True, "", "1e3", " 1", "0x10", "+5", ".5", "5."])
    + every(["signum"], NUMBERS + ["12", "x", None])
    + every(["max", "min"], NUMBERS[:6], NUMBERS[:6])
    + each("max", (), (1,), (1, "2"), ("x",), (None,), (1, None), (1.5, 1.25, 3), (True,), ([1],))
    + each("min", (), (1,), (1, "2"), ("x",), (None,), (-1.5, -1.25, 3))
    + each("log", (16, 2), (50, 10), (1, 10), (0, 10), (-1, 10), (10, 1), (10, 0), (100, 10), ("8", 2), (None, 2), (2.5, 1.5), (8, "x"), (1000, 10))
    + each("pow", (3, 2), (4, 0), (2, 0.5), (2, -1), (0, 0), (-8, 3), (-8, 0.5), (10, 20), (10, 400), ("2", "3"), (None, 1), (2, 64), (1.5, 2), (0, -1), (7, 23))
    + every(["parseint"], ["100", "FF", "-10", "z", "Zz", "", "1.5", "0x1F", "+7", "1_000", "99999999999999999999", " 1", "aA"], [2, 10, 16, 36, 62])
    + each("parseint", ("10", 1), ("10", 63), ("10", 10.5), (10, 10), (None, 10), ("10", None), ("10", "16"), (["1"], 10), ("10", "x"), (True, 10), ("-", 10), ("--1", 10), ("12", 2))
)

CIDRS = ["10.0.0.0/8", "192.168.1.0/24", "10.1.2.3/16", "fd00:fd12:3456:7890::/56", "0.0.0.0/0", "10.0.0.1/32", "::/0", "2001:db8::/32", "10.0.0.0/33", "10.0.0.0", "x", "", "10.0.0/8", "010.1.0.0/16", "10.0.0.0/-1", "256.0.0.0/8", "1.2.3.4/a", "::ffff:10.0.0.0/104"]
NETWORK = (
    every(["cidrhost"], CIDRS, [0, 1, 5, -1, -2, 255, 256, 65536, 1.5, "3"])
    + every(["cidrnetmask"], CIDRS + [None, 12])
    + every(["cidrsubnet"], CIDRS, [0, 4, 8], [0, 1, 15, 300])
    + each("cidrsubnet", ("10.0.0.0/8", -1, 0), ("10.0.0.0/8", 25, 0), ("10.0.0.0/8", 8, -1), ("10.0.0.0/8", 1.5, 0), (None, 1, 1), ("10.0.0.0/8", 24, 16777215), ("fd00::/8", 60, 5), ("fd00::/8", 32, 4294967295), ("10.0.0.0/8", "8", "2"), ("2001:db8::/32", 90, 1))
    + each("cidrsubnets", ("10.1.0.0/16", 4, 4, 8, 4), ("10.0.0.0/16", 1, 1), ("10.0.0.0/16", 1, 1, 1), ("10.0.0.0/16",), ("10.0.0.0/16", 0), ("10.0.0.0/16", 33), ("10.0.0.0/16", 17), ("fd00:fd12:3456:7890::/56", 16, 16, 16, 32), ("x", 1), ("10.0.0.0/16", 8, 1), ("10.0.0.0/16", 1.5), ("10.0.0.0/16", "4"), (None, 1), ("10.0.0.0/30", 2, 2, 2, 2), ("10.0.0.0/30", 2, 2, 2, 2, 2), ("0.0.0.0/0", 1, 1), ("255.255.255.0/24", 1, 1, 1), ("10.0.0.0/8", -1), ("10.0.0.0/8", 4, None), ("fd00::/100", 29), ("10.1.2.3/16", 8, 8))
)

VALUES = ["", "a", "a\"b\\", "<a&b>", "é日👪", "l1\nl2", "\t\b\f\u0001\u007f", 0, 1, -1.5, 1e21, 0.1, 123456789012345678, True, False, None, [], {}, [1, "a", None], {"b": 1, "a": {"c": []}}, {"a b": "x\ny\n"}, [[1, [2]], {"a": [3]}], S("b", "a"), "multi\nline\n\n", "  lead\nx", "trail \nx", "yes", "null", "# x", "- a", "a: b", "\u2028", "\nx", {"long" * 40: 1}, [{"a": 1, "b": [1, 2]}, {"c": {"d": "e"}}], [[]], [{}], {"a": [], "b": {}}, "\n", "a\n", "a\n\n\n", "tab\there\nx", [["a", "b"], ["c"]], [[["x"]]], {"k": [[1], [2]]}, "cr\r\nlf", " ", "x ", "\ufeffb", "a\u00a0b"]
YAMLS = ["a: 1", "- 1\n- b", "a: {b: [1, 2]}", "x", "", "12", "1.5", "0x1F", "0o17", "017", "1_000", "true", "yes", "No", "on", "~", "null", "''", "\"a\\nb\"", "a: |\n  x\n  y\n", "a: >\n  x\n  y\n", "a: |-\n  x\n  y\n", "Version: 2012-10-17", "t: 2001-12-14t21:59:43.10-05:00", "t: 2001-12-14 21:59:43.10", "&a x", "a: &x {k: 1}\nb: *x", "a: &x {k: 1}\nb:\n  <<: *x\n  j: 2", "b: *nope", "!!str 12", "!!int \"12\"", "!foo x", "!!bool yes", "!!float 1", "a: 1\na: 2", "---\na: 1\n", "--- 1\n--- 2\n", "a: [", "a: b: c", "\t a", "{a: 1, b}", "? a\n: b", "1: x", "true: x", "null: x", "[a]: x", "- \n- a", "a:", ".5", ".inf", "-.inf", ".nan", "+12", "-12", "1e3", "1.", "'12'", "# only comment", "a: 'it''s'", "a: \"\\u00e9\"", "key: value # comment", "- - a\n  - b\n- c", "!!binary aGk=", "!!binary x", "a: !!str 1", "!!timestamp 2001-01-01", "12e03", "0b11", "+0x1", "1,000", "12:30:45", "=", "<<", "y: n", "&a [*a]", "%YAML 1.1\n---\na: 1", "a: b\n---\n", "...", "@x", "`x", "a: -", "-a", "a : b", "\"x\": 1", "a: # c\n  b", "[1, 2, ]", "{}", "[]", "!!map {a: 1}", "!!seq [1]", "!!set {a}", "a: >-\n  folded\n  text\n\n  para\n"]
JSONS = ['{"a":1}', "[1,2]", '"x"', "12", "1.50", "true", "null", "", "{", "[1,", '{"a":1,"a":2}', '{"b":1,"a":2}', '"\\u00e9\\n"', "tru", '{"a":[{"b":null}]}', " 1 ", "1 2", "'a'", "{a:1}", "[1,]", "01", "1e3", "-0", '"a\nb"', "// c\n1", '{"a":1}}', "1e400", "0.1", "123456789012345678901234567890", '"\\ud83d\\ude00"', "[]", "{}", "-", "nul", '"\\x"', '"unterminated']
CSVS = ["a,b\n1,2\n3,4", "a,b\n", "", "a\n1\n\n2\n", "a,b\n1\n", "a,a\n1,2", "a,b\n\"x,y\",\"z\"\"q\"\n", "a,b\n\"x\ny\",2\n", "a,b\r\n1,2\r\n", "a\n\"x\n", "a\nx\"y\n", "a,b\n1,2,3", "é,b\n日,2", "a\n\"x\"y\n", "b,a\n1,2", "a,b\n ,\n", "\n\na\n1", "a,\n1,2", "a\n\"\"\n", "a;b\n1;2", "a,b\n1,2\n3\n", "a\r1", "a,b\n\"1\",\"2\"", "a\n\"x\r\ny\"\n"]
ENCODINGS = ["UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252", "Shift_JIS", "EUC-JP", "GBK", "Big5", "nope", "us-ascii", "utf-16", "ISO-8859-15", "KOI8-R"]
ENCODING = (
    every(["jsonencode", "yamlencode"], VALUES)
    + every(["base64encode", "urlencode"], STRINGS + ["a b+c/d?e=f&g", "~-_.!*'()", None, 12, [], True])
    + every(["base64decode"], ["aGVsbG8=", "", "aGVsbG8", "!!!!", "/w==", "aGVs\nbG8=", "5pel5pys", "aGVsbG9=", "a", "====", None, "aGk= "])
    + every(["jsondecode"], JSONS + [None, 12, True])
    + every(["yamldecode"], YAMLS + [None, 12, True])
    + every(["csvdecode"], CSVS + [None, 12])
    + every(["textencodebase64"], ["hello", "é", "日本", ""], ENCODINGS)
    + every(["textdecodebase64"], ["aGVsbG8=", "", "6Q==", "!!", "aABpAA==", "/w=="], ENCODINGS)
    + each("textencodebase64", (None, "UTF-8"), ("a", None), ("👪", "UTF-16LE"))
)

HASH = (
    every(["md5", "sha1", "sha256", "sha512", "base64sha256", "base64sha512"], ["", "hello world", "日本語", 12, True, None, [], "a\nb"])
    + each("uuidv5", ("dns", "tada"), ("dns", "www.terraform.io"), ("url", "https://www.terraform.io/"), ("oid", "1.3.6.1.4"), ("x500", "CN=Example,C=GB"), ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.terraform.io"), ("{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "x"), ("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "x"), ("6ba7b8109dad11d180b400c04fd430c8", "x"), ("foo", "x"), ("", "x"), (None, "x"), ("dns", None), ("6ba7b810-9dad-11d1-80b4-00c04fd430cz", "x"), ("6ba7b810x9dad-11d1-80b4-00c04fd430c8", "x"), ("DNS", "x"), ("dns", "日本"), ("abc:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "x"))
    + each("bcrypt", ("a", 4, 5), (None,), (), ("a", "x"), ("a", 40))
    + each("rsadecrypt", (), ("a",), (None, "x"))
)

TIMES = ["2017-11-22T00:00:00Z", "2024-02-29T23:59:59.999Z", "2006-01-02T15:04:05+05:30", "1970-01-01T00:00:00-08:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
BAD = ["", "2017", "2017-11-22", "2017-11-22T", "2017-11-22 00:00:00Z", "2017-13-22T00:00:00Z", "2017-02-30T00:00:00Z", "2017-11-22T25:00:00Z", "2017-11-22T00:60:00Z", "2017-11-22T00:00:60Z", "2017-11-22T00:00:00", "2017-11-22T00:00:00+0100", "2017-11-22T0:00:00Z", "2017-11-22T00:00:00Zx", "x", "2017-1-02T00:00:00Z", "2017-11-22T00:00:00,5Z", "2017-11-22T00:00:00+25:00", "2017-11-22T00:00:00z", "17-11-22T00:00:00Z", "2017/11/22T00:00:00Z", "2017-11-00T00:00:00Z", "2017-11-22T00-00:00Z", "2017-11-22T00:0:00Z", "2017-11-22t00:00:00Z"]
DATE = (
    every(["formatdate"], ["DD MMM YYYY hh:mm ZZZ", "EEEE, DD-MMM-YY hh:mm:ss ZZZ", "EEE, DD MMM YYYY hh:mm:ss ZZZ", "MMM DD, YYYY", "HH:mmaa", "H:m:s AA D/M/YY", "YYYY-MM-DD'T'hh:mm:ssZ", "ZZZZ ZZZZZ", "MMMM 'o''clock' h", "''", ""], TIMES)
    + every(["formatdate"], ["YYYY"], BAD)
    + each("formatdate", *[(f, TIMES[0]) for f in ["Y", "YYY", "MMMMM", "DDD", "EE", "hhh", "HHH", "A", "aaa", "mmm", "sss", "ZZ", "ZZZZZZ", "X", "'abc", "T", "日本 DD", "YYYYMMDD", "'x''y'", "'"]], (None, TIMES[0]), ("YYYY", None), (1, TIMES[0]))
    + every(["timeadd"], TIMES[:4], ["10m", "-1h", "1.5h", "36h30m15s", "300ms", "0", "-0.5s", "87600h", "1us", "100ns"])
    + every(["timeadd"], BAD, ["1h"])
    + each("timeadd", *[(TIMES[0], d) for d in ["", "1", "h", "1d", "x", "1h 2m", "-", "+1h", ".5h", "1.h", ".h", "9999999999h", "1H", "--1h", "1h-2m", "1µs", "1e3s"]], (None, "1h"), (TIMES[0], None), (TIMES[5], "1h"), (TIMES[0], 0))
    + every(["timecmp"], TIMES[:4], TIMES[:4])
    + every(["timecmp"], [TIMES[0]], BAD)
    + each("timecmp", ("2017-11-22T00:00:00Z", "2017-11-22T01:00:00+01:00"), (None, TIMES[0]), (TIMES[0], None), ("x", "y"))
)

CONVERSION = (
    every(["tostring", "tonumber", "tobool"], STRINGS[:4] + NUMBERS + ["true", "false", "1", "0", "True", "FALSE", "yes", "1e3", "-0", "0x10", " 1", "1_0", "+1", "Inf", "1e400", "00012", "1.50", ".5", "5.", "-", True, False, None, [], ["a"], {}, {"a": 1}, S("a")])
    + each("tolist", ([1, "a"],), ([1, True],), ([1, [2]],), ([{"a": 1}, {"b": 2}],), ([{"a": 1}, {"a": "x"}],), ([[1], [1, 2]],), ([[1], ["a"]],), ([None, 1],), (S(3, 1, 2),), ([True, "x"],), ("a",), ([{"a": 1}, ["b"]],), ([{"a": 1}, {"a": 1, "b": True}],), ([[], ["a"]],), ([{}, {"a": 1}],))
    + each("toset", (["b", "a", "b"],), ([1, "1"],), ([1, True],), ([[2], [1]],), ([{"a": 2}, {"a": 1}],), ([None, "a"],), (["é", "z", "e"],), ([10, 9, 1.5],), ([True, False],), ("a",), ({"a": 1},), ([["b", 1], ["a", 2]],), ([{"b": 1, "a": "x"}, {"b": 0, "a": "y"}],), ([-1, -10, 0.5],))
    + each("tomap", ({"a": 1, "b": "x"},), ({"a": 1, "b": True},), ({"a": [1], "b": [1, 2]},), ({"a": {"x": 1}, "b": {"y": "z"}},), ({"a": None, "b": 1},), (["a"],), ({"b": 1, "a": 2},), ({"a": {}},), ("x",), ({"a": [], "b": {}},))
    + every(["issensitive"], ["a", X("a"), None, ["x"], [X("x")], 12])
    + every(["nonsensitive", "sensitive", "ephemeralasnull"], ["a", X("a"), None, ["x"], {"a": 1}, 12, True])
    + each("tonumber", ()) + each("tostring", ("a", "b")) + each("sensitive", ()) + each("nope", ("a",)) + each("uper", ("a",))
    + each("tonumber", (X("abc"),)) + each("tobool", (X("abc"),)) + each("tolist", (X("abc"),))
)

PATHS = ["", "/", "a", "a/b", "/a/b", "a/b/", "//a//b//", "./a", "../a", "a/../b", "foo/bar/baz.txt", ".", "..", "/..", "a/./b/..", "日/本.txt", "C:\\x\\y", "~", "a//"]
FILESYSTEM = (
    every(["basename", "dirname"], PATHS + [None, 12, []])
    + every(["abspath"], ["/", "/a/b", "/a/../b", "//a//b/", "/a/.", None])
    + every(["pathexpand"], ["a", "/a/b", "", "x/~", None])
    + every(["file", "filebase64", "filemd5", "filesha1", "filesha256", "filesha512", "filebase64sha256", "filebase64sha512", "fileexists"],
            ["files/hello.txt", "./files/sub/data.json", "files/empty", "files/nope", "files", None, ""])
    + every(["fileset"], ["files", "./files", "files/", "nope"], ["*", "**", "*.txt", "sub/*", "**/*.json", "*.{txt,tftpl}", "nope*", "sub/[dm]*", "?i.*", "../files/*.txt", "hello.txt", "[", "**/d*", "sub"])
    + each("fileset", (None, "*"), ("files", None), ("files",))
    + each("templatefile", ("files/hi.tftpl", {"name": "Bo"}), ("files/hi.tftpl", {}), ("files/nope", {}), ("files/hi.tftpl", "x"), ("files/hi.tftpl", ["x"]), (None, {}), ("files/hello.txt", {}), ("files/hi.tftpl", {"name": "x", "1a": 1}), ("files/hi.tftpl", None), ("files/hi.tftpl", M(name="m")))
)

FAMILIES = {
    "string": STRING, "collection": COLLECTION, "numeric": NUMERIC, "network": NETWORK, "encoding": ENCODING,
    "hash": HASH, "date": DATE, "conversion": CONVERSION, "filesystem": FILESYSTEM,
}
