//! Laws of evaluation, held against texts made from a grammar: it never panics, known inputs give known values or a
//! reason, what is written reads back, and rules and configurations agree where all is known.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;
use tollgate::config::project::Project;
use tollgate::config::ty::Type;
use tollgate::discover::Files;
use tollgate::eval::error::{EvalError, EvalErrorKind};
use tollgate::eval::evaluator::Evaluator;
use tollgate::eval::expr::{Env, Scope, Step, evaluate};
use tollgate::eval::functions::{self, FunctionContext, NoFiles};
use tollgate::eval::inputs::{Inputs, Limits};
use tollgate::eval::mode::Mode;
use tollgate::eval::value::{Members, Origin, Value};
use tollgate::eval::{hcl, wire};
use tollgate::span::{FileId, Sources, Span};
use tollgate::syntax::ast::{Expr, Ident};
use tollgate::syntax::{parse_expr, quote};

/// A scope with some values: `var.u` alone is unknown.
struct Given {
    mode: Mode,
}

impl Scope for Given {
    fn mode(&self) -> Mode {
        self.mode
    }

    fn root(&self, name: &str, span: Span, steps: &[Step<'_>], _: &Env<'_>) -> Result<(Value, usize), EvalError> {
        let missing = || EvalError::new(EvalErrorKind::Reference(format!("there is no `{name}`")), span);
        let ("var", Some(Step::Attr(name))) = (name, steps.first()) else { return Err(missing()) };
        let value = match &*name.text {
            "n" => Value::int(7),
            "s" => Value::string("Text-é"),
            "b" => Value::TRUE,
            "l" => Value::list(Type::String, vec![Value::string("b"), Value::string("a")]),
            "m" => {
                Value::map(Type::Number, Members::from_iter([("k".into(), Value::int(1)), ("j".into(), Value::int(2))]))
            }
            "u" => Value::unknown_exact(Type::String, Origin::Variable("var.u".into())),
            _ => return Err(missing()),
        };
        Ok((value, 1))
    }

    fn call(&self, _: &Ident, _: &[Expr], _: &Env<'_>) -> Option<Result<Value, EvalError>> {
        None
    }

    fn functions(&self) -> &dyn FunctionContext {
        &NoFiles
    }

    fn charge(&self, _: u64, _: Span) -> Result<(), EvalError> {
        Ok(())
    }
}

fn run(text: &str, mode: Mode) -> Option<Result<Value, EvalError>> {
    let expr = parse_expr(&format!("{text}\n"), FileId::NONE).ok()?;
    Some(evaluate(&expr, &Given { mode }, &Env::EMPTY))
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec!["null", "true", "false", "0", "-3", "2.5", "1e3", "var.n", "var.s", "var.b", "var.l", "var.m"])
            .prop_map(str::to_string),
        select(vec!["\"\"", "\"a\"", "\"10.0.0.0/8\"", "\"2024-01-01T00:00:00Z\"", "\"[a-z]+\"", "\"%s\"", "\"é😀\""])
            .prop_map(str::to_string),
        "[ -~é]{0,6}".prop_map(|text| quote(&text)),
    ]
}

/// Any expression. Functions whose results are not the same twice, and those that read files, are left out by `known`.
fn any_expression(leaf: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let names: Vec<&'static str> = functions::names().into_iter().filter(|name| !IMPURE.contains(name)).collect();
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let operators = select(vec!["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||"]);
        prop_oneof![
            (inner.clone(), operators, inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ a = {a}, (\"b\") = {b} }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a})[{b}]")),
            inner.clone().prop_map(|a| format!("({a}).a")),
            inner.clone().prop_map(|a| format!("({a})[*].a")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[for k, v in {a} : [k, v] if {b} == v]")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{ for k, v in {a} : k => {b}... }}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("\"x${{{a}}}-%{{ if {b} }}y%{{ endif }}\"")),
            inner.clone().prop_map(|a| format!("!({a})")),
            (select(names.clone()), prop::collection::vec(inner.clone(), 0..4))
                .prop_map(|(name, args)| format!("{name}({})", args.join(", "))),
            (select(vec!["try", "can"]), inner).prop_map(|(name, arg)| format!("{name}({arg})")),
        ]
    })
}

/// Whose results are unknown in a plan, and one that takes its time on purpose.
const IMPURE: [&str; 6] = ["timestamp", "plantimestamp", "uuid", "bcrypt", "terraform.applying", "rsadecrypt"];

/// Literals that JSON and HCL can hold.
fn literal() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_string()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        (-1_000_000_i64..1_000_000, 1_u32..1000).prop_map(|(a, b)| format!("{a}.{b}")),
        "\\PC{0,8}".prop_map(|text| quote(&text)),
        "[\\$%\\{\\}\"\\\\\\n\\t~<>&]{0,6}".prop_map(|text| quote(&text)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::btree_map("[a-zé$% \"]{0,4}", inner, 0..4).prop_map(|members| {
                let members = members.iter().map(|(name, value)| format!("({}) = {value}", quote(name)));
                format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
            }),
        ]
    })
}

/// A number, from known numbers, texts and lists alone: no null, no `==` and no error, on which rules differ by intent.
fn number() -> BoxedStrategy<String> {
    let leaf = prop_oneof![(-50_i64..50).prop_map(|value| value.to_string()), Just("var.n".to_string())];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), select(vec!["+", "-", "*"]), inner.clone())
                .prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} < {b} ? {b} : {c})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("max({a}, {b}, length(var.l))")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("sum([for x in [{a}, {b}] : x * 2])")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("length(\"${{{a}}}-${{{b}}}\")")),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("length([for x in [{a}, {b}] : x if x > 0 && x < 9])")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("lookup({{ a = {a}, b = {b} }}, \"a\", {b})")),
        ]
    })
    .boxed()
}

fn json(value: &Value) -> serde_json::Value {
    wire::to_json(value).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_expression_panics(text in any_expression(prop_oneof![4 => leaf(), 1 => Just("var.u".to_string())].boxed())) {
        for mode in [Mode::Config, Mode::Rule] {
            run(&text, mode);
        }
    }

    #[test]
    fn known_inputs_give_no_unknown_without_a_reason(text in any_expression(leaf().boxed())) {
        let Some(Ok(value)) = run(&text, Mode::Config) else { return Ok(()) };
        if let Some(unknown) = value.first_unknown() {
            let is_told = match &unknown.origin {
                Origin::Limit(_) => true,
                // TERRAFORM: an untyped null makes some functions unknown, and `one([])` gives one.
                Origin::Opaque => text.contains("null") || text.contains("one("),
                _ => false,
            };
            prop_assert!(is_told, "{text}: {}", unknown.origin);
        }
    }

    #[test]
    fn what_is_written_reads_back(text in literal()) {
        let value = run(&text, Mode::Config).unwrap().unwrap();
        let written = hcl::expression(&value).unwrap();
        let again = run(&written, Mode::Config).unwrap().unwrap();
        prop_assert_eq!(json(&value), json(&again), "{}", written);
        let through_json = run(&format!("jsondecode(jsonencode({text}))"), Mode::Config).unwrap().unwrap();
        prop_assert_eq!(json(&value), json(&through_json), "{}", text);
        let of_wire = run(&format!("jsondecode({})", quote(&json(&value).to_string())), Mode::Config).unwrap().unwrap();
        prop_assert_eq!(json(&value), json(&of_wire), "{}", text);
    }

    #[test]
    fn rules_and_configurations_agree_on_what_is_known(text in number()) {
        let values = [Mode::Config, Mode::Rule].map(|mode| run(&text, mode).unwrap().unwrap());
        let [config, rule] = values.map(|value| json(&value));
        prop_assert_eq!(config, rule, "{}", text);
    }
}

/// The outputs and diagnostics of one file, within limits.
fn outputs(text: &str, limits: Limits) -> (BTreeMap<Arc<str>, Value>, Vec<String>) {
    let files = Files::in_memory(BTreeMap::from([("main.tf".to_string(), text.to_string())]));
    let sources = Sources::default();
    let directory = tollgate::discover::Directory::read(&files, "", tollgate::discover::Dialect::default()).unwrap();
    let project = Project::load(&files, &sources, &[directory], tollgate::discover::Dialect::default());
    let inputs = Inputs { limits, ..Inputs::default() };
    let evaluator = Evaluator::new(&project, &files, &Arc::from(""), &inputs);
    let evaluation = evaluator.evaluate_root();
    let diagnostics =
        evaluator.take_diagnostics().into_iter().map(|found| format!("{}: {}", found.code, found.message));
    (evaluation.outputs.into_iter().collect(), diagnostics.collect())
}

/// The reason of an output that a limit made unknown, and that the limit is told of.
#[track_caller]
fn limited(text: &str, limits: Limits, is_told: bool) -> String {
    let (outputs, diagnostics) = outputs(text, limits);
    let x = &outputs["x"];
    let unknown = x.first_unknown().unwrap_or_else(|| panic!("known: {x:?} {diagnostics:?}"));
    let Origin::Limit(reason) = &unknown.origin else { panic!("{} {diagnostics:?}", unknown.origin) };
    assert_eq!(diagnostics.iter().any(|text| text.starts_with("limit-reached")), is_told, "{diagnostics:?}");
    reason.to_string()
}

#[test]
fn instances_of_one_block_are_limited() {
    let limits = Limits { instances: 5, ..Limits::default() };
    let counted = "resource \"aws_x\" \"a\" {\n  count = 6\n}\noutput \"x\" { value = aws_x.a }";
    assert!(limited(counted, limits, true).contains("6 instances"));
    let each = "resource \"aws_x\" \"a\" {\n  for_each = toset([for i in range(9) : tostring(i)])\n}\noutput \"x\" { value = aws_x.a }";
    assert!(limited(each, limits, true).contains("9 instances"));
    let dynamic = "resource \"aws_x\" \"a\" {\n  dynamic \"b\" {\n    for_each = range(7)\n    content {}\n  }\n}\noutput \"x\" { value = aws_x.a.b }";
    assert!(limited(dynamic, limits, true).contains("7 blocks"));
}

#[test]
fn instances_of_a_root_are_limited() {
    let limits = Limits { resources: 10, ..Limits::default() };
    let text = "resource \"aws_x\" \"a\" {\n  count = 8\n}\nresource \"aws_x\" \"b\" {\n  count = 8\n}\noutput \"x\" { value = aws_x.b }";
    assert!(limited(text, limits, true).contains("16 instances"));
}

#[test]
fn steps_of_a_root_are_limited() {
    let limits = Limits { steps: 10_000, ..Limits::default() };
    let text = "output \"x\" { value = [for a in range(200) : [for b in range(200) : a * b]] }";
    assert!(limited(text, limits, true).contains("10000 steps"));
}

#[test]
fn values_that_depend_on_each_other_are_limited() {
    let limits = Limits { depth: 50, ..Limits::default() };
    let mut text = String::from("output \"x\" { value = local.a0 }\nlocals {\n  a99 = 1\n");
    for i in 0..99 {
        text.push_str(&format!("  a{i} = local.a{}\n", i + 1));
    }
    assert!(limited(&format!("{text}}}\n"), limits, true).contains("depend on each other"));
}

#[test]
fn values_in_values_are_limited() {
    let mut text = String::from("output \"x\" { value = local.a3000 }\nlocals {\n  a0 = []\n");
    for i in 0..3000 {
        text.push_str(&format!("  a{} = [{{ v = local.a{i} }}]\n", i + 1));
    }
    let reason = limited(&format!("{text}}}\n"), Limits::default(), true);
    assert!(reason.contains("nested deeper than 400 levels"), "{reason}");
}

#[test]
fn elements_and_texts_that_functions_make_are_limited() {
    let many = "setproduct(range(1000), range(1000))";
    let long = "join(\"\", [for i in range(1000) : format(\"%100000s\", \"\")])";
    let template =
        r#""%{ for i in range(1000) }${join("", [for j in range(1000) : "twenty characters in"])}%{ endfor }""#;
    for expr in [many, long, template] {
        let (outputs, _) = outputs(&format!("output \"x\" {{ value = {expr} }}"), Limits::default());
        let unknown = outputs["x"].first_unknown();
        let is_limit = unknown.as_ref().is_some_and(|unknown| matches!(unknown.origin, Origin::Limit(_)));
        assert!(is_limit, "{expr}: {:?}", unknown.map(|unknown| unknown.origin.to_string()));
    }
    // TERRAFORM: `range` itself stops at 1024 elements, with an error.
    let (_, diagnostics) = outputs("output \"x\" { value = range(1025) }", Limits::default());
    assert!(diagnostics.iter().any(|text| text.contains("range")), "{diagnostics:?}");
}

#[test]
fn what_doubles_at_every_step_is_limited() {
    for (start, step) in
        [("\"twenty characters in\"", "\"${X}${X}\""), ("[1]", "[X, X]"), ("\"${aws_x.a.id}-\"", "\"${X}${X}\"")]
    {
        let mut text =
            format!("resource \"aws_x\" \"a\" {{}}\noutput \"x\" {{ value = local.a60 }}\nlocals {{\n  a0 = {start}\n");
        for i in 0..60 {
            text.push_str(&format!("  a{} = {}\n", i + 1, step.replace('X', &format!("local.a{i}"))));
        }
        limited(&format!("{text}}}\n"), Limits::default(), true);
    }
}
