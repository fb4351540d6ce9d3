//! The loop: what the editor tells, when a check runs, and what is told back.

use std::collections::{BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument,
    Notification as _, PublishDiagnostics, ShowMessage,
};
use lsp_types::request::{CodeActionRequest, HoverRequest, Request as _};
use lsp_types::{
    CodeActionParams, Diagnostic, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    HoverParams, MessageType, PublishDiagnosticsParams, ShowMessageParams, Uri,
};
use rayon::ThreadPool;
use serde::de::DeserializeOwned;

use super::super::args::CheckArgs;
use super::super::surroundings::Surroundings;
use super::answers;
use super::snapshot::{Snapshot, Texts};
use super::uri;

/// So long must the keyboard be quiet before changed text is checked.
const QUIET: Duration = Duration::from_millis(300);
/// How often a running check is asked whether it is done.
const POLL: Duration = Duration::from_millis(20);
/// Nothing is going on.
const IDLE: Duration = Duration::from_secs(3600);

type Taken = Result<Snapshot, String>;

/// A file that is open in the editor.
struct Document {
    path: PathBuf,
    text: Arc<str>,
}

/// One editor.
pub(super) struct Session<'c> {
    connection: &'c Connection,
    pool: &'c ThreadPool,
    args: Arc<CheckArgs>,
    around: Arc<Surroundings>,
    documents: HashMap<Uri, Document>,
    snapshot: Option<Snapshot>,
    /// Files that the editor shows diagnostics of.
    published: BTreeSet<String>,
    /// When to check next.
    due: Option<Instant>,
    running: bool,
    results: (Sender<Taken>, Receiver<Taken>),
    /// The last complaint: said once, not at every keystroke.
    complaint: Option<String>,
}

impl<'c> Session<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        pool: &'c ThreadPool,
        args: Arc<CheckArgs>,
        around: Arc<Surroundings>,
    ) -> Self {
        Self {
            connection,
            pool,
            args,
            around,
            documents: HashMap::new(),
            snapshot: None,
            published: BTreeSet::new(),
            due: None,
            running: false,
            results: channel(),
            complaint: None,
        }
    }

    /// Until the editor asks to stop, or is gone.
    pub(super) fn serve(mut self) -> anyhow::Result<()> {
        loop {
            match self.connection.receiver.recv_timeout(self.patience()) {
                Ok(Message::Request(request)) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(());
                    }
                    let response = self.answer(request);
                    self.connection.sender.send(response.into())?;
                }
                Ok(Message::Notification(notification)) => self.hear(notification),
                Ok(Message::Response(_)) => {}
                Err(error) if error.is_timeout() => {}
                Err(_) => return Ok(()),
            }
            self.finish_check()?;
            self.start_check();
        }
    }

    fn patience(&self) -> Duration {
        match self.due {
            _ if self.running => POLL,
            Some(due) => due.saturating_duration_since(Instant::now()),
            None => IDLE,
        }
    }

    fn hear(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match &*method {
            DidOpenTextDocument::METHOD => {
                if let Some(params) = read::<DidOpenTextDocumentParams>(params) {
                    self.put(params.text_document.uri, params.text_document.text);
                    self.check_in(Duration::ZERO);
                }
            }
            DidChangeTextDocument::METHOD => {
                // The whole text comes with each change: that is what we asked for.
                if let Some(mut params) = read::<DidChangeTextDocumentParams>(params)
                    && let Some(change) = params.content_changes.pop()
                {
                    self.put(params.text_document.uri, change.text);
                    self.check_in(QUIET);
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Some(params) = read::<DidCloseTextDocumentParams>(params) {
                    self.documents.remove(&params.text_document.uri);
                    self.check_in(QUIET);
                }
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => self.check_in(Duration::ZERO),
            _ => {}
        }
    }

    fn put(&mut self, uri: Uri, text: String) {
        if let Some(path) = uri::to_path(&uri) {
            self.documents.insert(uri, Document { path, text: text.into() });
        }
    }

    fn check_in(&mut self, wait: Duration) {
        self.due = Some(Instant::now() + wait);
    }

    fn start_check(&mut self) {
        if self.running || self.due.is_none_or(|due| due > Instant::now()) {
            return;
        }
        self.due = None;
        self.running = true;
        let texts: Texts =
            self.documents.values().map(|document| (document.path.clone(), Arc::clone(&document.text))).collect();
        let (args, around, done) = (Arc::clone(&self.args), Arc::clone(&self.around), self.results.0.clone());
        self.pool.spawn(move || {
            let taken = catch_unwind(AssertUnwindSafe(|| Snapshot::take(&args, &around, &texts)));
            let taken = taken.unwrap_or_else(|_| Err(anyhow::anyhow!("the check ended in a bug of tollgate")));
            // The session may be over.
            let _ = done.send(taken.map_err(|error| format!("{error:#}")));
        });
    }

    fn finish_check(&mut self) -> anyhow::Result<()> {
        match self.results.1.try_recv() {
            Ok(Ok(snapshot)) => {
                self.running = false;
                self.complaint = None;
                self.publish(&snapshot)?;
                self.snapshot = Some(snapshot);
            }
            Ok(Err(complaint)) => {
                self.running = false;
                self.complain(complaint)?;
            }
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => {}
        }
        Ok(())
    }

    fn publish(&mut self, snapshot: &Snapshot) -> anyhow::Result<()> {
        let mut by_path = answers::diagnostics(snapshot);
        for gone in std::mem::take(&mut self.published) {
            by_path.entry(gone).or_default();
        }
        for (path, diagnostics) in by_path {
            let open = self.documents.iter().find(|(_, document)| {
                answers::relative(snapshot, &document.path).is_some_and(|relative| relative == path)
            });
            let uri = open.map(|(uri, _)| uri.clone()).or_else(|| uri::of_file(&snapshot.root, &path));
            if !diagnostics.is_empty() {
                self.published.insert(path);
            }
            if let Some(uri) = uri {
                self.tell::<PublishDiagnostics>(published(uri, diagnostics))?;
            }
        }
        Ok(())
    }

    fn complain(&mut self, complaint: String) -> anyhow::Result<()> {
        if self.complaint.as_ref() == Some(&complaint) {
            return Ok(());
        }
        let message = format!("tollgate: {complaint}");
        self.complaint = Some(complaint);
        self.tell::<ShowMessage>(ShowMessageParams { typ: MessageType::ERROR, message })
    }

    fn tell<N: lsp_types::notification::Notification>(&self, params: N::Params) -> anyhow::Result<()> {
        let notification = Notification::new(N::METHOD.to_owned(), params);
        Ok(self.connection.sender.send(notification.into())?)
    }

    fn answer(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        match &*method {
            HoverRequest::METHOD => Response::new_ok(id, read(params).and_then(|params| self.hover(&params))),
            CodeActionRequest::METHOD => {
                Response::new_ok(id, read(params).map(|params| self.code_actions(&params)).unwrap_or_default())
            }
            _ => Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("tollgate knows no `{method}`")),
        }
    }

    /// The last check, and the file as it names it.
    fn file(&self, uri: &Uri) -> Option<(&Snapshot, String, &Document)> {
        let (snapshot, document) = (self.snapshot.as_ref()?, self.documents.get(uri)?);
        Some((snapshot, answers::relative(snapshot, &document.path)?, document))
    }

    fn hover(&self, params: &HoverParams) -> Option<lsp_types::Hover> {
        let at = &params.text_document_position_params;
        let (snapshot, relative, _) = self.file(&at.text_document.uri)?;
        answers::hover(snapshot, &relative, at.position)
    }

    fn code_actions(&self, params: &CodeActionParams) -> Vec<lsp_types::CodeActionOrCommand> {
        let Some((snapshot, relative, document)) = self.file(&params.text_document.uri) else { return Vec::new() };
        let actions =
            answers::code_actions(snapshot, &relative, &document.text, params.range, &params.text_document.uri);
        actions.into_iter().map(Into::into).collect()
    }
}

fn published(uri: Uri, diagnostics: Vec<Diagnostic>) -> PublishDiagnosticsParams {
    PublishDiagnosticsParams { uri, diagnostics, version: None }
}

/// A message that is not as the protocol says is passed over.
fn read<T: DeserializeOwned>(params: serde_json::Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
