//! JSON as it stands in examples: with comments, without commas or quotes, cut short, two documents in one block. It is
//! read as far as it goes, and only ever used as evidence.

/// Nesting beyond this is not read.
const DEEPEST: usize = 64;

/// Of a list or object longer than this the rest is passed over; it says nothing new.
const LONGEST: usize = 200;

/// A value of an example.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Loose {
    /// `null`, or nothing where a value belongs.
    Null,
    /// `true` or `false`.
    Flag,
    /// A number; is it whole?
    Number(bool),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Loose>),
    /// An object; keys may stand twice.
    Object(Vec<(String, Loose)>),
}

/// What was read, and whether it was JSON.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Read {
    /// The values, usually one.
    pub(super) values: Vec<Loose>,
    /// Line of the text, from 0, where it first was not JSON.
    pub(super) broken: Option<usize>,
}

/// Reads all values of a text.
pub(super) fn read(text: &str) -> Read {
    let mut reader = Reader { chars: text.chars().collect(), at: 0, line: 0, broken: None };
    let mut values = Vec::new();
    loop {
        reader.skip();
        match reader.peek() {
            None => break,
            Some('{' | '[') => values.push(reader.value(0)),
            // A brace was lost, but what follows it is there.
            Some('"') if values.is_empty() => {
                reader.complain();
                values.push(reader.object(0));
            }
            Some(_) => {
                reader.complain();
                reader.step();
            }
        }
    }
    if values.len() > 1 {
        reader.complain();
    }
    Read { values, broken: reader.broken }
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    broken: Option<usize>,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next_is(&self, ahead: usize, c: char) -> bool {
        self.chars.get(self.at + ahead) == Some(&c)
    }

    fn step(&mut self) {
        if self.peek() == Some('\n') {
            self.line += 1;
        }
        self.at += 1;
    }

    fn complain(&mut self) {
        self.broken.get_or_insert(self.line);
    }

    /// Passes over blanks and comments.
    fn skip(&mut self) {
        while let Some(c) = self.peek() {
            if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
                self.step();
            } else if c == '/' && self.next_is(1, '/') || c == '#' {
                self.complain();
                while self.peek().is_some_and(|c| c != '\n') {
                    self.step();
                }
            } else if c == '/' && self.next_is(1, '*') {
                self.complain();
                while self.peek().is_some() && !(self.peek() == Some('*') && self.next_is(1, '/')) {
                    self.step();
                }
                self.step();
                self.step();
            } else {
                return;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Loose {
        self.skip();
        match self.peek() {
            Some(_) if depth > DEEPEST => {
                self.complain();
                self.at = self.chars.len();
                Loose::Null
            }
            Some('{') => {
                self.step();
                self.object(depth)
            }
            Some('[') => {
                self.step();
                self.list(depth)
            }
            Some('"' | '“' | '”' | '\'' | '‘' | '`') => Loose::Text(self.quoted()),
            Some(',' | '}' | ']' | ':') | None => {
                self.complain();
                Loose::Null
            }
            Some(_) => self.word(),
        }
    }

    fn list(&mut self, depth: usize) -> Loose {
        let mut items = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None | Some('}') => {
                    self.complain();
                    break;
                }
                Some(']') => {
                    self.step();
                    break;
                }
                Some(',' | ':' | '，') => {
                    self.step();
                }
                Some('.') => {
                    self.complain();
                    self.step();
                }
                Some('"' | '“') => {
                    let text = self.quoted();
                    self.skip();
                    if self.peek() == Some(':') {
                        // The brace of an object was lost.
                        self.complain();
                        let mut fields = Vec::new();
                        self.field(text, &mut fields, depth + 1);
                        match items.last_mut() {
                            Some(Loose::Object(known)) if known.len() < LONGEST => known.append(&mut fields),
                            _ => items.push(Loose::Object(fields)),
                        }
                    } else {
                        items.push(Loose::Text(text));
                    }
                }
                Some(_) => items.push(self.value(depth + 1)),
            }
        }
        items.truncate(LONGEST);
        Loose::List(items)
    }

    /// The fields of an object, its brace passed.
    fn object(&mut self, depth: usize) -> Loose {
        let mut fields = Vec::new();
        loop {
            self.skip();
            match self.peek() {
                None | Some(']') => {
                    self.complain();
                    break;
                }
                Some('}') => {
                    self.step();
                    break;
                }
                Some(',') => self.step(),
                Some('"' | '“' | '”' | '\'' | '‘' | '`') => {
                    let key = self.quoted();
                    self.field(key, &mut fields, depth);
                }
                Some(c) if c.is_alphanumeric() || c == '_' => {
                    self.complain();
                    let mut key = String::new();
                    while let Some(c) = self.peek().filter(|c| c.is_alphanumeric() || *c == '_') {
                        key.push(c);
                        self.step();
                    }
                    self.field(key, &mut fields, depth);
                }
                Some(_) => {
                    self.complain();
                    self.step();
                }
            }
        }
        Loose::Object(fields)
    }

    fn field(&mut self, key: String, fields: &mut Vec<(String, Loose)>, depth: usize) {
        self.skip();
        match self.peek() {
            Some(':' | '：' | '=') => {
                self.step();
                let value = self.value(depth + 1);
                if fields.len() < LONGEST {
                    fields.push((key.trim().to_owned(), value));
                }
            }
            // A stray text, such as what follows a quote inside a text.
            _ => self.complain(),
        }
    }

    /// A text in quotes. One that does not end on its line ends with it.
    fn quoted(&mut self) -> String {
        let straight = matches!(self.peek(), Some('"' | '\'' | '`'));
        let open = self.peek().unwrap_or('"');
        if open != '"' {
            self.complain();
        }
        let ends = |c: char| if straight { c == open } else { matches!(c, '”' | '“' | '"' | '’' | '‘') };
        self.step();
        let mut text = String::new();
        while let Some(c) = self.peek() {
            if c == '\\' {
                self.step();
                text.extend(self.peek());
                self.step();
            } else if c == '\n' {
                self.complain();
                return text.trim_end().trim_end_matches(',').to_owned();
            } else if ends(c) && self.closes() {
                self.step();
                return text;
            } else {
                text.push(c);
                self.step();
            }
        }
        self.complain();
        text
    }

    /// Does this quote end the text? One inside a text is followed by more of it.
    fn closes(&mut self) -> bool {
        let rest = self.chars.iter().skip(self.at + 1).find(|c| !matches!(c, ' ' | '\t' | '\r'));
        let closes = matches!(rest, None | Some(',' | ':' | '：' | '=' | '}' | ']' | '\n' | '/' | '#' | '，'));
        if !closes && rest == Some(&'"') {
            return true;
        }
        if !closes {
            self.complain();
        }
        closes
    }

    /// A value without quotes.
    fn word(&mut self) -> Loose {
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, ',' | '}' | ']' | '\n' | '"' | ' ' | '/')) {
            text.push(c);
            self.step();
        }
        if text.is_empty() {
            self.step();
        }
        match text.trim() {
            "true" | "false" => Loose::Flag,
            "null" => Loose::Null,
            "True" | "False" | "TRUE" | "FALSE" => {
                self.complain();
                Loose::Flag
            }
            number if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() => Loose::Number(true),
            number if number.parse::<f64>().is_ok_and(f64::is_finite) => Loose::Number(false),
            _ => {
                self.complain();
                Loose::Text(text)
            }
        }
    }
}

impl Loose {
    /// All fields of that name, of this object or of the objects of this list.
    pub(super) fn fields<'a>(&'a self, name: &str, out: &mut Vec<&'a Self>) {
        match self {
            Self::Object(fields) => out.extend(fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value)),
            Self::List(items) => items.iter().for_each(|item| item.fields(name, out)),
            _ => {}
        }
    }

    /// The keys of this object, or of the objects of this list.
    pub(super) fn keys<'a>(&'a self, out: &mut Vec<&'a str>) {
        match self {
            Self::Object(fields) => out.extend(fields.iter().map(|(key, _)| key.as_str())),
            Self::List(items) => items.iter().for_each(|item| item.keys(out)),
            _ => {}
        }
    }

    /// The keys at any depth.
    pub(super) fn all_keys<'a>(&'a self, out: &mut Vec<&'a str>) {
        self.keys(out);
        match self {
            Self::Object(fields) => fields.iter().for_each(|(_, value)| match value {
                Self::Object(_) | Self::List(_) => value.all_keys(out),
                _ => {}
            }),
            Self::List(items) => items.iter().for_each(|item| match item {
                // Its keys are told already.
                Self::Object(fields) => fields.iter().for_each(|(_, value)| value.all_keys(out)),
                Self::List(_) => item.all_keys(out),
                _ => {}
            }),
            _ => {}
        }
    }
}
