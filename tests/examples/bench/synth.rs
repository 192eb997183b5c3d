//! Synthetic endpoints: plain arithmetic over a table of words, so every run makes the same ones.

/// An endpoint, in no format yet.
pub(crate) struct Endpoint {
    /// Folder, module and tag.
    pub(crate) area: &'static str,
    /// `listPublishedOrders`
    pub(crate) name: String,
    /// `list_published_orders`
    pub(crate) module: String,
    /// One line.
    pub(crate) summary: String,
    /// A sentence or two.
    pub(crate) doc: String,
    /// From the first slash.
    pub(crate) path: String,
    /// Permission sets, one of which is needed.
    pub(crate) permission_sets: Vec<u32>,
    /// Fields of the JSON body.
    pub(crate) request: Vec<Field>,
    /// Fields of the JSON reply.
    pub(crate) reply: Vec<Field>,
    /// Codes of this endpoint alone.
    pub(crate) errors: Vec<ErrorCode>,
}

/// A field of a body.
#[derive(Clone)]
pub(crate) struct Field {
    /// Name on the wire.
    pub(crate) name: &'static str,
    /// One sentence.
    pub(crate) doc: &'static str,
    /// Has a call to give it?
    pub(crate) required: bool,
    /// What it is.
    pub(crate) ty: Type,
}

/// What a field is.
#[derive(Clone)]
pub(crate) enum Type {
    /// A text.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A list of texts.
    Texts,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// An object.
    Object(Vec<Field>),
    /// A list of objects.
    Objects(Vec<Field>),
}

/// A code of one endpoint.
pub(crate) struct ErrorCode {
    /// The number.
    pub(crate) code: usize,
    /// Rust variant.
    pub(crate) name: &'static str,
    /// `errmsg` on the wire.
    pub(crate) msg: &'static str,
    /// What to do.
    pub(crate) advice: &'static str,
}

/// Area and title.
pub(crate) const AREAS: &[(&str, &str)] = &[
    ("catalog", "Goods and categories"),
    ("order", "Orders and refunds"),
    ("member", "People and roles"),
    ("message", "Messages and templates"),
    ("release", "Review and release"),
    ("report", "Figures and reports"),
    ("storage", "Files and media"),
    ("domain", "Domains and settings"),
];

const VERBS: &[&str] = &["add", "get", "list", "update", "remove", "submit", "publish", "check", "bind", "export"];
const KINDS: &[&str] = &["draft", "published", "hidden", "shared", "pending", "archived", "daily", "linked", "paid"];
const NOUNS: &[&str] = &["order", "product", "tester", "template", "report", "ticket", "banner", "coupon", "page"];

/// Fields are taken from here: name, doc, type.
const FIELDS: &[(&str, &str, Type)] = &[
    ("open_id", "Who it is about; the id is the same in all calls of one app.", Type::Text),
    ("count", "How many there are in all.", Type::Whole),
    ("title", "The title that people see.", Type::Text),
    ("is_public", "Can everyone see it?", Type::Flag),
    ("create_time", "When it was made, in seconds since 1970.", Type::Whole),
    ("remark", "A remark for yourself; nobody else sees it.", Type::Text),
    ("price", "The price in yuan.", Type::Number),
    ("tags", "Words to find it by.", Type::Texts),
    ("status", "How far it has come.", Type::Choice(&["waiting", "running", "done", "failed"])),
    ("offset", "Where to start, counted from 0.", Type::Whole),
    ("limit", "How many to return at most.", Type::Whole),
    ("media_id", "The picture, as uploaded before.", Type::Text),
    ("type", "Which kind it is.", Type::Whole),
    ("phone_number", "A phone number with its country code.", Type::Text),
    ("url", "Where it leads.", Type::Text),
    ("update_time", "When it was last changed, in seconds since 1970.", Type::Whole),
    ("category_id", "The category it belongs to.", Type::Whole),
    ("nickname", "The name the person goes by.", Type::Text),
    ("version", "The version that people can use.", Type::Text),
    ("force", "Do it even if it was done already?", Type::Flag),
    ("ratio", "The share, from 0 to 1.", Type::Number),
    ("user_ids", "The people it concerns.", Type::Texts),
    ("language", "The language of the texts.", Type::Text),
    ("audit_id", "The number of the review.", Type::Whole),
];

const ERRORS: &[(&str, &str, &str)] = &[
    ("NotFound", "no such record", "Check the id; it may have been removed."),
    ("AlreadyDone", "record already exist", "Nothing to do; it was done before."),
    ("LimitReached", "number reach limit", "Remove some before you add more."),
    ("UnderReview", "record is under review", "Wait until the review is over."),
    ("BadTitle", "invalid title", "Use a title of 1 to 32 characters without links."),
    ("NotOwner", "not the owner of record", "Ask the owner to do it."),
    ("Expired", "record expired", "Make a new one."),
];

/// The first `count` endpoints. Those of a smaller count are a prefix of those of a larger one.
pub(crate) fn endpoints(count: usize) -> Vec<Endpoint> {
    (0..count).map(endpoint).collect()
}

fn endpoint(at: usize) -> Endpoint {
    let (area, _) = AREAS[at % AREAS.len()];
    let verb = VERBS[at % VERBS.len()];
    let kind = KINDS[at / VERBS.len() % KINDS.len()];
    let noun = NOUNS[at / (VERBS.len() * KINDS.len()) % NOUNS.len()];
    let round = at / (VERBS.len() * KINDS.len() * NOUNS.len());
    let number = if round == 0 { String::new() } else { (round + 1).to_string() };
    let mut request = fields(at * 5, 1 + at * 3 % 8);
    let mut reply = fields(at * 11 + 1, at * 5 % 11);
    if at % 3 == 2 {
        let inner = fields(at * 7 + 3, 2 + at % 4);
        replace_last(&mut request, "options", "How to do it.", Type::Object(inner.clone()));
        replace_last(&mut reply, "items", "What was found, newest first.", Type::Objects(inner));
    }
    Endpoint {
        area,
        name: format!("{verb}{}{}{number}", capital(kind), capital(noun)),
        module: format!("{verb}_{kind}_{noun}{number}"),
        summary: format!("{} a {kind} {noun}.", capital(verb)),
        doc: format!(
            "Works on a {noun} that is {kind}. Call it at most ten times a second; changes show after a minute."
        ),
        path: format!("/wxa/{area}/{verb}_{kind}_{noun}{number}"),
        permission_sets: vec![(17 + at % 10) as u32, (30 + at % 7) as u32],
        request,
        reply,
        errors: errors(at),
    }
}

fn fields(start: usize, count: usize) -> Vec<Field> {
    // 7 and the length of the table have no common factor: no field is taken twice.
    let picks = (0..count).map(|nth| (nth, &FIELDS[(start + nth * 7) % FIELDS.len()]));
    picks.map(|(nth, (name, doc, ty))| Field { name, doc, required: nth % 2 == 0, ty: ty.clone() }).collect()
}

fn replace_last(fields: &mut [Field], name: &'static str, doc: &'static str, ty: Type) {
    if let Some(last) = fields.last_mut() {
        *last = Field { name, doc, ty, required: last.required };
    }
}

/// Two to four.
fn errors(at: usize) -> Vec<ErrorCode> {
    let error = |nth: usize| {
        let (name, msg, advice) = ERRORS[(at + nth) % ERRORS.len()];
        ErrorCode { code: 85_000 + (at * 4 + nth) % 4_000, name, msg, advice }
    };
    (0..2 + at % 3).map(error).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
