use std::time::Duration;

use jiff::civil::date;
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};

use super::*;
use crate::cli::args::{InputArgs, RuleArgs};
use crate::report::place::file_uri;

const TEXT: &str = "resource \"aws_s3_bucket\" \"b\" {\n  acl = \"public-read\"\n}\n";

/// An editor that talks to a server over one directory.
struct Editor {
    connection: Connection,
    uri: String,
    next: i32,
    _directory: tempfile::TempDir,
}

impl Editor {
    /// Opens `main.tf` of a new directory, where it is empty on disk, with that text.
    fn open(text: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().canonicalize().unwrap();
        crate::report::write_file(&root.join("main.tf"), b"").unwrap();
        let (server, connection) = Connection::memory();
        std::thread::spawn(move || {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(64 << 20).build().unwrap();
            let rules =
                RuleArgs { select: vec!["aws-s3-bucket-public-acl".into()], isolated: true, ..RuleArgs::default() };
            let args = LspArgs { input: InputArgs::default(), rules, stdio: true };
            serve(&server, &args, &around(), &pool).unwrap();
        });
        let folder = file_uri(&root).unwrap();
        let mut editor = Self { connection, uri: format!("{folder}/main.tf"), next: 0, _directory: directory };
        editor.ask("initialize", json!({ "capabilities": {}, "workspaceFolders": [{ "uri": folder, "name": "x" }] }));
        editor.tell("initialized", json!({}));
        let document = json!({ "uri": editor.uri, "languageId": "terraform", "version": 1, "text": text });
        editor.tell("textDocument/didOpen", json!({ "textDocument": document }));
        editor
    }

    fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification::new(method.to_owned(), params).into()).unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.connection.sender.send(Request::new(id.clone(), method.to_owned(), params).into()).unwrap();
        loop {
            match self.receive() {
                Message::Response(response) if response.id == id => {
                    return serde_json::to_value(response).unwrap()["result"].clone();
                }
                Message::Response(_) | Message::Request(_) | Message::Notification(_) => {}
            }
        }
    }

    fn receive(&self) -> Message {
        self.connection.receiver.recv_timeout(Duration::from_secs(60)).unwrap()
    }

    /// What is published next for the file.
    fn published(&self) -> Vec<Value> {
        loop {
            if let Message::Notification(told) = self.receive()
                && told.method == "textDocument/publishDiagnostics"
            {
                assert_eq!(told.params["uri"], self.uri.as_str());
                return told.params["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    fn at(&self, line: u32, character: u32) -> Value {
        json!({ "textDocument": { "uri": self.uri }, "position": { "line": line, "character": character } })
    }

    fn actions(&mut self) -> Value {
        let at = json!({ "line": 1, "character": 4 });
        self.ask("textDocument/codeAction", json!({
            "textDocument": { "uri": self.uri }, "range": { "start": at, "end": at }, "context": { "diagnostics": [] }
        }))
    }
}

fn around() -> Surroundings {
    Surroundings {
        cwd: std::path::PathBuf::from("/"),
        home: None,
        variables: Vec::new(),
        workspace: None,
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        width: 100,
        no_color: true,
        shows_links: false,
        today: date(2026, 1, 1),
    }
}

#[test]
fn unsaved_text_is_checked_and_explained() {
    let mut editor = Editor::open(TEXT);
    let published = editor.published();
    assert_eq!(published.len(), 1, "{published:#?}");
    assert_eq!(published[0]["code"], "aws-s3-bucket-public-acl");
    assert_eq!(published[0]["range"]["start"], json!({ "line": 1, "character": 2 }));
    let hover = editor.ask("textDocument/hover", editor.at(1, 4));
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("**high** `aws-s3-bucket-public-acl`: ") && text.contains("**Remedy**"), "{text}");
    assert!(editor.ask("textDocument/hover", editor.at(0, 4)).is_null());
}

#[test]
fn findings_come_with_repair_and_silence() {
    let mut editor = Editor::open(TEXT);
    editor.published();
    let actions = editor.actions();
    let titles: Vec<&str> =
        actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(titles[1].starts_with("Silence aws-s3-bucket-public-acl"), "{titles:?}");
    let edits = &actions[1]["edit"]["changes"][&editor.uri];
    assert_eq!(edits[0]["newText"], "  # tollgate:ignore aws-s3-bucket-public-acl -- reason\n");
}

#[test]
fn a_repaired_text_is_clean_and_old_repairs_are_not_offered() {
    let mut editor = Editor::open(TEXT);
    editor.published();
    let text = TEXT.replace("public-read", "private");
    let document = json!({ "uri": editor.uri, "version": 2 });
    editor.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
    assert_eq!(editor.actions(), json!([]));
    assert!(editor.published().is_empty());
}

#[test]
fn a_broken_file_is_told_and_unknown_requests_are_refused() {
    let mut editor = Editor::open("resource \"aws_s3_bucket\" \"b\" {\n  acl = \n}\n");
    let published = editor.published();
    assert!(published.iter().any(|one| one["code"] == "syntax-invalid"), "{published:#?}");
    assert!(editor.ask("textDocument/definition", editor.at(0, 0)).is_null());
    editor.ask("shutdown", Value::Null);
}
