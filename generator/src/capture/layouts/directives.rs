//! Pages with Sphinx's httpdomain: `.. http:post:: path`, tables of tabs.

use super::Layout;
use super::lines::{Cells, Style, read};
use crate::capture::document::{BlockKind, Document};
use crate::capture::text::{plain, without_links};

pub(super) const LAYOUT: Layout = Layout {
    name: "directives",
    generation: 2019,
    translated: false,
    recognise: |text| [".. http:post::", ".. http:get::"].iter().any(|directive| text.contains(directive)),
    read: read_page,
};

const STYLE: Style = Style { clean: |text| plain(&without_links(text)), code: str::to_owned, cells: Cells::Tabs };

fn read_page(text: &str) -> Document {
    let mut document = read(text, STYLE);
    for block in &mut document.blocks {
        if let BlockKind::Line(line) = &block.kind
            && let Some(call) = call(line)
        {
            block.kind = BlockKind::Line(call);
        }
    }
    document
}

/// `.. http:post:: path` as a call.
fn call(line: &str) -> Option<String> {
    let (method, path) = line.strip_prefix(".. http:")?.split_once("::")?;
    let path = path.trim().trim_start_matches('/');
    Some(format!("{} https://api.weixin.qq.com/{path}", method.to_uppercase()))
}
