use super::eval;

#[test]
fn operators_compute_and_compare() {
    assert_eq!(eval("1 + 2 * 3 - 4 / 2"), "5");
    assert_eq!(eval("7 % 3 == 1 && 2 >= 2"), "true");
    assert_eq!(eval("-5 < 3 || false"), "true");
    assert_eq!(eval("!true"), "false");
    assert_eq!(eval("5 / 2"), "2.5");
    assert_eq!(eval("\"1\" == 1"), "false", "no conversion");
    assert_eq!(eval("[1, 2] == [1, 2]"), "true");
    assert_eq!(eval("{a = 1} != {a = 2}"), "true");
    assert!(eval("1 / 0").starts_with("error"));
    assert!(eval("true + 1").starts_with("error"));
}

#[test]
fn strings_hold_what_is_put_into_them() {
    assert_eq!(eval(r#""a-${1 + 1}-${true}""#), r#""a-2-true""#);
    assert_eq!(eval(r#""${local.list}""#), r#"["a","b","c"]"#, "one interpolation is its value");
    assert_eq!(eval(r#""%{ if true }yes%{ else }no%{ endif }""#), r#""yes""#);
    assert_eq!(eval(r#""%{ for i, x in local.list }${i}${x},%{ endfor }""#), r#""0a,1b,2c,""#);
    assert_eq!(eval("<<-EOT\n  one\n    two ${1}\n  EOT\n"), "\"one\\n  two 1\\n\"");
    assert_eq!(eval(r#""a${null}""#), "error: a string cannot hold a null");
}

#[test]
fn unknown_parts_leave_the_rest_known() {
    let unknown = r#"{"unknown":"depends on var.unknown, which has no value here"}"#;
    assert_eq!(eval("var.unknown"), unknown);
    assert_eq!(eval(r#""a-${var.unknown}""#), r#""a-${var.unknown}""#);
    assert_eq!(eval("[\"a\", var.unknown]"), format!("[\"a\",{unknown}]"));
    assert_eq!(eval("[\"a\", var.unknown][0]"), "\"a\"");
    assert_eq!(eval("false && var.unknown"), "false");
    assert_eq!(eval("var.unknown || true"), "true");
    assert_eq!(eval(r#""a-${var.unknown}" == "b""#), "false", "no a- is b");
    assert_eq!(eval("[for x in [1, var.unknown] : x][0]"), "1");
    assert!(eval("var.unknown.name.first").contains("var.unknown.name.first"));
    assert!(eval("var.unknown[0]").contains("var.unknown[0]"));
}

#[test]
fn an_unknown_condition_keeps_both_arms() {
    let both = r#"{"any_of":["a","b"],"unknown":"depends on var.flag, which has no value here"}"#;
    assert_eq!(eval(r#"var.flag ? "a" : "b""#), both);
    assert_eq!(eval(r#"var.flag ? "a" : "a""#), "\"a\"", "proven either way");
    assert!(eval(r#"(var.flag ? 1 : 2) + 1"#).contains("[2,3]"));
    assert!(eval(r#"[for x in (var.flag ? ["a"] : []) : "${x}!"]"#).contains(r#"[["a!"],[]]"#));
    assert!(eval(r#"(var.flag ? local.map : {x = 5}).x"#).contains("[1,5]"));
    assert!(eval(r#"local.list[var.flag ? 0 : 1]"#).contains(r#"["a","b"]"#));
    assert!(
        eval(r#"[for x in local.list : x if x != "b" || var.flag]"#)
            .contains(r#"[["a","b","c"],["a","c"]]"#)
    );
}

#[test]
fn conditions_pick_and_convert() {
    assert_eq!(eval(r#"true ? 1 : "a""#), "\"1\"", "both arms have one type");
    assert_eq!(
        eval("false ? local.list[7] : \"else\""),
        "\"else\"",
        "the arm not taken may be wrong"
    );
    assert_eq!(eval("local.list == null ? 1 : 2"), "2");
}

#[test]
fn collections_are_read_and_made() {
    assert_eq!(eval("{b = 1, a = 2, (\"c\") = 3}"), r#"{"a":2,"b":1,"c":3}"#);
    assert_eq!(eval("local.map[\"x\"] + local.map.y"), "3");
    assert_eq!(eval("local.list[1]"), "\"b\"");
    assert_eq!(eval("local.list.2"), "\"c\"");
    assert!(eval("local.list[3]").contains("no element 3 in a list of 3"));
    assert!(eval("local.map.z").contains("no attribute `z`"));
    assert_eq!(eval("[for k, v in local.map : \"${k}=${v}\"]"), r#"["x=1","y=2"]"#);
    assert_eq!(eval("{for i, x in local.list : x => i if i > 0}"), r#"{"b":1,"c":2}"#);
    assert_eq!(
        eval("{for x in local.list : x == \"a\" => x...}"),
        r#"{"false":["b","c"],"true":["a"]}"#
    );
    assert!(eval("{for x in local.list : \"k\" => x}").contains("two elements"));
    assert_eq!(eval("[{n = 1}, {n = 2}][*].n"), "[1,2]");
    assert_eq!(eval("[{n = [5]}, {n = [6]}].*.n[0]"), "[5]", "the index is the list's");
    assert_eq!(eval("[{n = [5]}, {n = [6]}][*].n[0]"), "[5,6]");
    assert_eq!(eval("null[*]"), "[]");
    assert_eq!(eval("\"x\"[*]"), r#"["x"]"#);
}

#[test]
fn keys_with_unknown_parts_are_kept() {
    let made = eval(r#"{ "${var.unknown}:sub" = "a", plain = "b" }"#);
    assert_eq!(made, r#"{"${var.unknown}:sub":"a","plain":"b"}"#);
    assert_eq!(eval(r#"{ "${var.unknown}:sub" = "a" }["${var.unknown}:sub"]"#), "\"a\"");
    assert_eq!(
        eval(r#"[for k, v in { (var.unknown) = 1 } : "k-${k}"]"#),
        r#"["k-${var.unknown}"]"#
    );
}

#[test]
fn try_and_can_look_before_they_leap() {
    assert_eq!(eval("try(local.map.z, local.list[9], \"last\")"), "\"last\"");
    assert_eq!(eval("try(local.map.x, 0)"), "1");
    assert_eq!(eval("can(local.map.z)"), "false");
    assert_eq!(eval("can(local.map.x)"), "true");
    assert!(eval("can(var.unknown.x)").contains("unknown"));
    assert!(eval("try(local.map.z)").starts_with("error"));
}

#[test]
fn provider_functions_are_unknown() {
    assert_eq!(
        eval("provider::aws::arn_parse(\"arn:aws:s3:::b\")"),
        r#"{"unknown":"depends on the result of provider::aws::arn_parse"}"#
    );
}
