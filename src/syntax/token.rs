//! Tokens of HCL: what the scanner hands to the parser.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Ident,
    Number,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParen,
    CloseParen,
    OpenQuote,
    CloseQuote,
    /// `<<NAME` or `<<-NAME` with the end of its line.
    OpenHeredoc,
    /// The line with the closing name, without its end.
    CloseHeredoc,
    /// `<<NAME` whose closing name never comes; the lines below are scanned as if it were not there.
    UnclosedHeredoc,
    /// A piece of a quoted string, with its backslash escapes.
    QuotedLiteral,
    /// A piece of a heredoc or template file: at most one line, with its end.
    RawLiteral,
    /// `${` or `${~`
    Interpolation,
    /// `%{` or `%{~`
    Directive,
    /// `}` or `~}` that ends an interpolation or a directive.
    TemplateEnd,
    Dot,
    Comma,
    Colon,
    DoubleColon,
    Question,
    Equal,
    EqualEqual,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Ellipsis,
    FatArrow,
    Newline,
    /// The end of a line inside a quoted string, where none may stand.
    QuotedNewline,
    /// A character that HCL does not use.
    Invalid,
    End,
}

/// A token and its bytes. White space and comments lie between the tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

/// The token that opens what this one closes.
pub(super) fn opener_of(kind: TokenKind) -> Option<TokenKind> {
    match kind {
        TokenKind::CloseBrace => Some(TokenKind::OpenBrace),
        TokenKind::CloseBracket => Some(TokenKind::OpenBracket),
        TokenKind::CloseParen => Some(TokenKind::OpenParen),
        TokenKind::CloseQuote => Some(TokenKind::OpenQuote),
        TokenKind::CloseHeredoc => Some(TokenKind::OpenHeredoc),
        TokenKind::TemplateEnd => Some(TokenKind::Interpolation),
        _ => None,
    }
}

/// How a token is named in a message.
pub(super) fn describe(kind: TokenKind, text: &str) -> String {
    match kind {
        TokenKind::Newline | TokenKind::QuotedNewline => "the end of the line".to_owned(),
        TokenKind::End => "the end of the text".to_owned(),
        TokenKind::OpenQuote => "a string".to_owned(),
        TokenKind::CloseQuote => "the end of the string".to_owned(),
        TokenKind::OpenHeredoc | TokenKind::UnclosedHeredoc => "a heredoc".to_owned(),
        TokenKind::CloseHeredoc => "the end of the heredoc".to_owned(),
        TokenKind::QuotedLiteral | TokenKind::RawLiteral => "text".to_owned(),
        _ => format!("`{text}`"),
    }
}
