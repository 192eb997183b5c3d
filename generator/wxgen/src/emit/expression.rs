//! Expressions that are broken over lines where they are too long for one.

/// A Rust expression.
#[derive(Debug, Clone)]
pub(super) enum Expression {
    /// Never broken.
    Text(String),
    /// Expressions between two ends: `new(a, b)`.
    List(String, Vec<Expression>, &'static str),
    /// A value and calls on it: `a.b(c).d()`. The calls begin with their dots.
    Chain(Box<Expression>, Vec<Expression>),
}

impl Expression {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A call: `new(a, b)`.
    pub(super) fn call(function: impl Into<String>, arguments: Vec<Self>) -> Self {
        Self::List(function.into() + "(", arguments, ")")
    }

    /// The text, in lines of at most `width` where that can be.
    pub(super) fn lay_out(&self, out: &mut String, width: usize) {
        self.place(out, width, 0, 0);
    }

    /// `after` is the width of what follows on the last line.
    fn place(&self, out: &mut String, width: usize, indent: usize, after: usize) {
        let column = out.chars().rev().take_while(|c| *c != '\n').count();
        if column + self.width() + after <= width {
            self.flat(out);
            return;
        }
        match self {
            Self::Text(text) => out.push_str(text),
            Self::List(start, items, end) if items.is_empty() => {
                out.push_str(start);
                out.push_str(end);
            }
            // Brackets around brackets open and close together: `f(vec![…])`.
            Self::List(start, items, end) if matches!(items.as_slice(), [Self::List(..)]) => {
                out.push_str(start);
                items.iter().for_each(|item| item.place(out, width, indent, after + end.len()));
                out.push_str(end);
            }
            Self::List(start, items, end) => {
                out.push_str(start);
                for item in items {
                    new_line(out, indent + 4);
                    item.place(out, width, indent + 4, 1);
                    out.push(',');
                }
                new_line(out, indent);
                out.push_str(end);
            }
            Self::Chain(start, calls) => {
                start.place(out, width, indent, 0);
                for (nth, call) in calls.iter().enumerate() {
                    new_line(out, indent + 4);
                    call.place(out, width, indent + 4, if nth + 1 == calls.len() { after } else { 0 });
                }
            }
        }
    }

    /// On one line.
    fn flat(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::List(start, items, end) => {
                out.push_str(start);
                for (nth, item) in items.iter().enumerate() {
                    if nth > 0 {
                        out.push_str(", ");
                    }
                    item.flat(out);
                }
                out.push_str(end);
            }
            Self::Chain(start, calls) => {
                start.flat(out);
                calls.iter().for_each(|call| call.flat(out));
            }
        }
    }

    /// The width on one line.
    fn width(&self) -> usize {
        match self {
            Self::Text(text) => text.chars().count(),
            Self::List(start, items, end) => {
                let inside: usize = items.iter().map(|item| item.width() + 2).sum();
                start.chars().count() + inside.saturating_sub(2) + end.len()
            }
            Self::Chain(start, calls) => start.width() + calls.iter().map(Self::width).sum::<usize>(),
        }
    }
}

fn new_line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
mod tests {
    use super::Expression;

    fn laid_out(expression: &Expression, width: usize) -> String {
        let mut out = String::new();
        expression.lay_out(&mut out, width);
        out
    }

    #[test]
    fn what_is_too_long_breaks_from_the_outside_in() {
        let arguments = vec![Expression::text("\"first\""), Expression::text("2")];
        let make = Expression::call("New::of", arguments);
        let calls = vec![Expression::call(".with", vec![Expression::text("true")])];
        let chain = Expression::Chain(Box::new(make), calls);
        assert_eq!(laid_out(&chain, 40), "New::of(\"first\", 2).with(true)");
        assert_eq!(laid_out(&chain, 25), "New::of(\"first\", 2)\n    .with(true)");
        assert_eq!(laid_out(&chain, 15), "New::of(\n    \"first\",\n    2,\n)\n    .with(true)");
    }

    #[test]
    fn a_list_alone_in_a_list_opens_with_it() {
        let items = ["first", "second"].map(Expression::text).to_vec();
        let call = Expression::call("f", vec![Expression::List("vec![".to_owned(), items, "]")]);
        assert_eq!(laid_out(&call, 15), "f(vec![\n    first,\n    second,\n])");
    }
}
