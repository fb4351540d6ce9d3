//! The grammar by example. Trees and rejections agree with Terraform's own parser.

use proptest::prelude::*;

use super::ast::{CommentStyle, File, FileFormat};
use super::{parse, parse_expr, parse_template, show, visit};
use crate::diag::{Code, Diagnostic};
use crate::span::{FileId, Span};

fn file(text: &str) -> (File, Vec<Diagnostic>) {
    parse(text, FileId::NONE, FileFormat::Hcl)
}

fn expr(text: &str) -> String {
    parse_expr(text, FileId::NONE)
        .map_or_else(|diagnostic| format!("error: {}", diagnostic.message), |tree| show::expr(&tree))
}

fn template(text: &str) -> String {
    let tree = parse_template(text, FileId::NONE);
    tree.map_or_else(|diagnostic| format!("error: {}", diagnostic.message), |tree| show::expr(&tree))
}

fn place(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).expect("spans lie in the text")
}

#[track_caller]
fn check_all(parse: fn(&str) -> String, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(parse(text), *expected, "{text}");
    }
}

#[test]
fn operators_bind_as_in_terraform() {
    check_all(
        expr,
        &[
            ("a || b && c == d < e + f * g", "(a || (b && (c == (d < (e + (f * g))))))"),
            ("a - b - c", "((a - b) - c)"),
            ("a < b < c != d", "(((a < b) < c) != d)"),
            ("!a.b == -c[0]", "((!a.b) == (-c[0]))"),
            ("- -1", "(-(-1))"),
            ("a-b", "a-b"),
            ("a -b", "(a - b)"),
            ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
            ("a\n?\nb\n:\nc", "(a ? b : c)"),
            ("(a\n+ b) / c", "(((a + b)) / c)"),
            ("a /* c */ / b # d", "(a / b)"),
        ],
    );
}

#[test]
fn literals_keep_their_digits() {
    let digits = ["0", "010", "1.50", "1e3", "1E+3", "1.e5", "99999999999999999999999999999", "0e99999999999"];
    check_all(expr, &digits.map(|digits| (digits, digits)));
    check_all(expr, &[("[null, true, false]", "[null, true, false]"), ("\u{feff}a", "a"), ("é-ü.a_1", "é-ü.a_1")]);
}

#[test]
fn traversals_and_splats() {
    check_all(
        expr,
        &[
            ("a.b[0].c[\"k\"][d.e]", "a.b[0].c[\"k\"][d.e]"),
            ("a.0.b", "a[0].b"),
            ("a.*.b.0.c[1].d", "(a.* *.b[0].c)[1].d"),
            ("a[*].b[0].c", "(a[*] *.b[0].c)"),
            ("a[*][*].b", "(a[*] (*[*] *.b))"),
            ("a[*].b.*.c[0]", "(a[*] (*.b.* *.c)[0])"),
            ("null[*]", "(null[*] *)"),
            ("f(x)[0].y", "f(x)[0].y"),
            ("(a.\nb\n[0])", "(a.b[0])"),
        ],
    );
}

#[test]
fn collections_calls_and_comprehensions() {
    check_all(
        expr,
        &[
            ("[1, 2,\n 3,]", "[1, 2, 3]"),
            (
                "{\n a = 1, \"b\" : 2\n (c) = 3 # d\n\n d.e = 4\n \"${f}\" = 5\n true = 6, 7 = 8 }",
                "{a = 1, <\"b\"> = 2, <(c)> = 3, <d.e> = 4, <t(f)> = 5, true = 6, <7> = 8}",
            ),
            ("{a = 1, a = 2}", "{a = 1, a = 2}"),
            ("{}[0]", "{}[0]"),
            ("f(1, [2]...)", "f(1, [2]...)"),
            ("provider::a::b(\n1,\n)", "provider::a::b(1)"),
            ("[for x in y : x if z]", "(for x in y : x if z)"),
            ("{\nfor k, v in y :\nk\n=>\nv\n.a\n...\nif\nv}", "(for k, v in y : k => v.a... if v)"),
            ("[for for in for : for]", "(for for in for : for)"),
            ("[format(\"x\")]", "[format(\"x\")]"),
            ("{forx = 1}", "{forx = 1}"),
        ],
    );
}

#[test]
fn strings_and_their_escapes() {
    check_all(
        expr,
        &[
            (r#""a\n\r\t\"\\\u00e9\U0001F600""#, r#""a\n\r\t\"\\é😀""#),
            (r#""$${a} %%{b} $ % $$ %%""#, r#""${a} %{b} $ % $$ %%""#),
            (r#""$$${a}""#, r#""$${a}""#),
            (r#""${a}""#, "t(a)"),
            (r#""a ${ "b ${c}" } ${{d = "}"}["d"]}""#, r#"t("a " t("b " c) " " {d = "}"}["d"])"#),
            ("\"${\n a /* } */ # }\n }\"", "t(a)"),
            (r#""a ${~ b ~} c""#, r#"t("a" b "c")"#),
            (r#"" ${~ b}""#, r#"t("" b)"#),
            (r#""%{ if a ~} x %{ else }y%{ endif }""#, r#"t(if a ["x "] else ["y"])"#),
            (r#""%{ for k, v in a }${k}%{ endfor }""#, "t(for k, v in a [k])"),
        ],
    );
}

#[test]
fn heredocs() {
    check_all(
        expr,
        &[
            ("<<A\n  x\n A \n", r#""  x\n""#),
            ("<<A\nA\n", r#""""#),
            ("<<-A\n    x\n\n   \n  y\n\t\tz\nA\n", r#""  x\n\n   \ny\nz\n""#),
            ("<<-A\n  ${x}\n  y\n  A\n", r#"t("" x "\ny\n")"#),
            ("<<-A\n${x}\n  y\n  A\n", r#"t(x "\n  y\n")"#),
            ("<<A\n\\n $${x}\r\nA\r\n", r#""\\n ${x}\r\n""#),
            ("[<<A\nx\nA\n, <<B\ny\nB\n]", r#"["x\n", "y\n"]"#),
            ("<<A\n${<<B\nb\nB\n}\nA\n", r#"t("b\n" "\n")"#),
            ("<<é-1\nAé\né-1\n", r#""Aé\n""#),
        ],
    );
}

/// `~}` eats the line break, so that the line below no longer counts as one when `<<-` looks for indentation.
#[test]
fn strip_markers_come_before_indentation() {
    check_all(
        expr,
        &[
            ("<<-A\n   x\n  ${y ~}\n    z\nA\n", r#"t(" x\n" y "    z\n")"#),
            ("<<-A\n  %{ for x in y ~}\n  - ${x}\n  %{ endfor ~}\n  A\n", r#"t("" for x in y ["  - " x "\n"] "")"#),
            ("<<A\na\n\n  ${~ x ~}\n\n b\nA\n", r#"t("a\n\n" x "\n b\n")"#),
            ("<<A\na$ \n${~ x}\nA\n", r#"t("a$ " x "\n")"#),
        ],
    );
}

#[test]
fn template_files() {
    check_all(
        template,
        &[
            ("", r#""""#),
            ("a\\n \"b\" # $${c}\n", r#""a\\n \"b\" # ${c}\n""#),
            ("${a}", "t(a)"),
            ("${a}\n", r#"t(a "\n")"#),
            ("%{ if a ~}\n x\n%{ endif ~}\nb", r#"t(if a [" x\n"] else [] "b")"#),
            ("%{if a}%{for b in c}${b}%{endfor}%{else}d%{endif}", r#"t(if a [for b in c [b]] else ["d"])"#),
            ("a\rb${c}", r#""a\rb${c}""#),
            ("a $", r#""a $""#),
        ],
    );
}

/// What is underlined, and what is said.
#[test]
fn wrong_expressions() {
    let cases = [
        (".5", ".", "expected a value, found `.`"),
        ("5.", "", "expected the name of an attribute after the dot, found the end of the text"),
        ("0x10", "x10", "expected the end of the expression, found `x10`"),
        ("1.2.3", "1.2.3", "`1.2.3` is not a number"),
        ("1e9999999999", "1e9999999999", "`1e9999999999` is not a number"),
        ("a.0.1", "0.1", "two indexes cannot be joined by a dot"),
        ("a.*.*", "*", "a splat cannot stand inside another splat that is written `.*`"),
        (r#""\x41""#, r"\x", "`\\x` is no escape sequence"),
        (r#""\ud83d\ude00""#, r"\ud83d", "`\\ud83d` is no Unicode character"),
        (r#""é\u12""#, r"\u12", "`\\u12` needs 4 hexadecimal digits"),
        ("\"a\nb\"", "\"a", "this string is not closed"),
        ("\"a", "\"a", "this string is not closed"),
        ("\"${a b}\"", "b", "expected `}` at the end of this interpolation, found `b`"),
        ("\"%{if a}\"", "%{if a}", "this `if` has no `endif`"),
        ("\"%{endif}\"", "%{endif}", "`endif` without a beginning"),
        ("\"%{for a in b}%{endif}\"", "%{endif}", "expected `endfor` for the `for` above, found `endif`"),
        ("\"%{iff a}\"", "iff", "`iff` is no directive of a template"),
        ("<<A\nx\nA", "<<A", "this heredoc has no end: `A` never stands alone on a line"),
        ("<<A \nx\nA\n", "<", "a heredoc starts with `<<` and a name, and nothing else on that line"),
        ("<<A\na\rb\nA\n", "\r", "the character `\\r` means nothing here"),
        ("'a'", "'", "single quotes do not make a string"),
        ("“a”", "“", "`“` does not make a string"),
        ("a & b", "&", "there is no operator `&`"),
        ("a\u{a0}b", "\u{a0}", "the character `\\u{a0}` means nothing here"),
        ("a b", "b", "expected the end of the expression, found `b`"),
        ("[a b]", "b", "expected `,` or `]` after this element, found `b`"),
        ("{a = 1 b = 2}", "b", "expected a line break, `,` or `}` after this value, found `b`"),
        ("{a\n= 1}", "", "expected `=` and a value after this key, found the end of the line"),
        ("{for x in y : x}", "}", "expected `=>` and a value, as an object needs both, found `}`"),
        ("[for x in y : x => x]", "=>", "a `for` in brackets makes a list, which has no keys"),
        ("[for x in y : x...]", "...", "`...` groups values by key, which a list does not have"),
        ("f(a..., b)", ",", "expected `)` after `...`, found `,`"),
        ("a ? b", "", "expected `:` and the value for the false case, found the end of the text"),
        ("", "", "expected a value, found the end of the text"),
    ];
    for (text, underlined, message) in cases {
        let Err(diagnostic) = parse_expr(text, FileId::NONE) else { panic!("`{text}` was accepted") };
        assert_eq!((place(text, diagnostic.span), &*diagnostic.message), (underlined, message), "{text}");
    }
}

/// Each text has one error; what is expected to be left of it stands beside.
#[test]
fn broken_items_cost_one_diagnostic_and_the_rest_is_kept() {
    let cases = [
        (
            "a \"x\" {\n  b = 1\n  c = = 2\n  d = [1,\n  e = 3\n}\nf \"y\" {\n  g = 4\n}\n",
            "a \"x\" {b = 1; e = 3;} f \"y\" {g = 4;}",
            "=",
        ),
        ("a \"x\" {\n  b = 1\n\nc \"y\" {\n  d = 1\n}\n", "a \"x\" {b = 1;} c \"y\" {d = 1;}", "a \"x\""),
        ("a {\n  b {\n    c = 1\n\n  d = 2\n}\n\ne {\n}\n", "a {b {c = 1; d = 2;}} e {}", "a"),
        ("a = \"x\nb = \"y\"\n", "b = \"y\";", "\"x"),
        ("a {\n  b = \"${c[\"k\"}\"\n  d = 1\n}\n", "a {d = 1;}", "}"),
        ("a {\n  b = <<E\n    plain text\n  d = 1\n}\ne {\n}\n", "a {d = 1;} e {}", "<<E"),
        ("a {\n  b = {\n    c = 1\n    d =\n  }\n  e = 1\n}\n", "a {e = 1;}", ""),
        ("a {\n  b = f(1\n  c = 2\n}\n", "a {c = 2;}", "c"),
        ("a {\n  b = 1,\n  c = 2\n}\n", "a {c = 2;}", ","),
        ("a {\n  b = 1\n}}\nc = 1\n", "c = 1;", "}"),
        ("a \"b {\n  c = 1\n}\nd = 1\n", "d = 1;", "\"b {"),
        ("a \"b\"\n  c = 1\n}\nd = 1\n", "d = 1;", ""),
        ("}\na = 1\n", "a = 1;", "}"),
        ("a = 1\na = 2\nb = 3\n", "a = 1; b = 3;", "a"),
        ("\"a\" = 1\nb = 2\n", "b = 2;", "\""),
        ("a \"b\"\nc = 1\n", "c = 1;", ""),
        ("a = {}\nb { c = 1, d = 2 }\ne = 1\n", "a = {}; e = 1;", ","),
        ("a \"${b}\" {\n}\nc = 1\n", "c = 1;", "${"),
        ("a = f(1)\n- 1\nb = 2\n", "a = f(1); b = 2;", "-"),
        ("a = b\n  ? 1 : 2\nc = 3\n", "a = b; c = 3;", "?"),
    ];
    for (text, expected, underlined) in cases {
        let (parsed, diagnostics) = file(text);
        assert_eq!(show::body(&parsed.body), expected, "{text}");
        let [diagnostic] = diagnostics.as_slice() else { panic!("{text}: {diagnostics:?}") };
        assert_eq!(place(text, diagnostic.span), underlined, "{text}: {}", diagnostic.message);
        assert_eq!(diagnostic.code, Code::SyntaxInvalid);
    }
}

#[test]
fn bodies() {
    let cases = [
        ("", ""),
        ("\u{feff}a = 1\r\nb {}\r\n", "a = 1; b {}"),
        ("a \"b\" c \"d-${\" {}", ""),
        ("a b \"c\" { d = 1 } # e", "a \"b\" \"c\" {d = 1;}"),
        ("a { # b\n /* c */ d = 1 // e\n f = {\n  g = 1\n }\n}", "a {d = 1; f = {g = 1};}"),
        ("for = 1\nnull {\n}\n", "for = 1; null {}"),
        ("a = [\n1\n]\nb = <<E\n}\nE\n", "a = [1]; b = \"}\\n\";"),
    ];
    for (text, expected) in cases {
        let (parsed, diagnostics) = file(text);
        assert_eq!(show::body(&parsed.body), expected, "{text}");
        assert_eq!(diagnostics.is_empty(), !expected.is_empty() || text.is_empty(), "{text}: {diagnostics:?}");
    }
}

#[test]
fn spans_cover_what_they_name() {
    let text = "\u{feff}é \"l\" {\r\n  a = \"ü\" # c\r\n  b = x.y[0]\r\n}\r\n";
    let (parsed, _) = file(text);
    let block = &parsed.body.blocks[0];
    assert_eq!(place(text, block.header), "é \"l\"");
    assert_eq!(place(text, block.labels[0].span), "\"l\"");
    assert!(place(text, block.span).starts_with("é \"l\" {") && place(text, block.span).ends_with('}'));
    assert_eq!(place(text, block.body.span), "\r\n  a = \"ü\" # c\r\n  b = x.y[0]\r\n");
    let attributes: Vec<_> = block.body.attributes.iter().map(|attribute| place(text, attribute.span)).collect();
    assert_eq!(attributes, ["a = \"ü\"", "b = x.y[0]"]);
    let mut seen = Vec::new();
    visit::expressions(&block.body, &mut |expr| seen.push(place(text, expr.span)));
    assert_eq!(seen, ["\"ü\"", "x.y[0]", "x.y", "x", "0"]);
}

#[test]
fn comments_are_found_everywhere_but_in_text() {
    let text = "# one\na = \"# no ${b /* two */}\" // three \r\n/* four\n*/ c = <<E\n# no\n${d # five\n}\nE\n  #six";
    let (parsed, diagnostics) = file(text);
    assert!(diagnostics.is_empty());
    let comments: Vec<_> = parsed.comments.iter().map(|each| (&*each.text, each.own_line, each.style)).collect();
    let (hash, slash, block) = (CommentStyle::Hash, CommentStyle::Slash, CommentStyle::Block);
    let expected = [
        ("one", true, hash),
        ("two", false, block),
        ("three", false, slash),
        ("four", true, block),
        ("five", false, hash),
        ("six", true, hash),
    ];
    assert_eq!(comments, expected);
    assert_eq!(place(text, parsed.comments[2].span), "// three ");
}

#[test]
fn nesting_is_bounded_in_every_way() {
    let around = |open: &str, close: &str| format!("a = {}1{}\n", open.repeat(5000), close.repeat(5000));
    let deep = [
        around("(", ")"),
        around("[", "]"),
        around("{ b = ", "}"),
        around("-", ""),
        around("f(", ")"),
        around("\"${", "}\""),
        around("x[", "]"),
        around("1 + ", ""),
        around("1 || 1 && 1 == 1 < 1 + (", ")"),
        around("[for x in ", ": x]"),
        around("b ? c : ", ""),
        format!("a = b{}\n", ".c".repeat(5000)),
        format!("a = b{}\n", "[*]".repeat(5000)),
        format!("a = \"{}\"\n", "%{ if b }".repeat(5000)),
        "a {\n".repeat(5000),
    ];
    for text in deep {
        let (_, diagnostics) = file(&text);
        let head: String = text.chars().take(30).collect();
        assert_eq!(diagnostics.first().map(|diagnostic| diagnostic.code), Some(Code::NestingTooDeep), "{head}");
    }
    for text in [format!("a = {}1{}\n", "(".repeat(190), ")".repeat(190)), format!("a = {}1\n", "1 + ".repeat(390))] {
        assert!(file(&text).1.is_empty());
    }
}

#[test]
fn a_file_that_is_no_hcl_does_not_drown_the_others() {
    assert_eq!(file(&"a = = 1\n".repeat(10_000)).1.len(), 100);
}

fn spans_are_true(text: &str, parsed: &File, diagnostics: &[Diagnostic]) {
    let mut spans: Vec<Span> = diagnostics.iter().map(|diagnostic| diagnostic.span).collect();
    spans.extend(diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels).map(|label| label.span));
    spans.extend(parsed.comments.iter().map(|comment| comment.span));
    visit::expressions(&parsed.body, &mut |expr| spans.push(expr.span));
    visit::blocks(&parsed.body, &mut |block| {
        spans.extend([block.span, block.header, block.body.span, block.kind.span]);
    });
    for span in spans {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
    }
}

/// Pieces of HCL and JSON.
const PIECES: &[&str] = &[
    "a",
    "é",
    "b \"c\" {\n",
    "}\n",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\\",
    "\\u00e9",
    "${",
    "%{",
    "~}",
    "${~",
    "$${",
    "$",
    "%",
    "<<E\n",
    "<<-E\n",
    "\nE\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "  ",
    "=",
    "=>",
    "==",
    "!",
    "-",
    "*",
    "/",
    "/*",
    "*/",
    "#",
    "//",
    ".",
    "...",
    ",",
    ":",
    "::",
    "?",
    "for",
    "in",
    "if",
    "else",
    "endif",
    "endfor",
    "true",
    "null",
    "1",
    "1.5e3",
    "\u{feff}",
    "\u{0}",
    "😀",
    "“",
    "&&",
    "|",
    "<",
    ";",
    "a = 1\n",
    "[*]",
    ".*",
    "f(",
    "\"x\": ",
    "\"resource\": {\"a\": {",
    "\"//\":",
];

/// Those pieces in any order.
fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_tree_with_true_spans(text in prop_oneof![pieces(), any::<String>()]) {
        for format in [FileFormat::Hcl, FileFormat::Json, FileFormat::JsonValues] {
            let (parsed, diagnostics) = parse(&text, FileId::NONE, format);
            spans_are_true(&text, &parsed, &diagnostics);
        }
        for result in [parse_expr(&text, FileId::NONE), parse_template(&text, FileId::NONE)] {
            let span = result.map_or_else(|diagnostic| diagnostic.span, |expr| expr.span);
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
    }

    /// Wherever text is put behind a whole block, that block stays as it was.
    #[test]
    fn what_follows_does_not_change_a_whole_block(text in pieces()) {
        let before = "a \"b\" {\n  c = \"${d}\"\n}\n";
        let (parsed, _) = file(&format!("{before}{text}"));
        prop_assert_eq!(show::body(&ast_body(&parsed)), "a \"b\" {c = t(d);}");
    }
}

fn ast_body(parsed: &File) -> super::ast::Body {
    let span = parsed.body.span;
    super::ast::Body { attributes: Vec::new(), blocks: parsed.body.blocks.iter().take(1).cloned().collect(), span }
}
