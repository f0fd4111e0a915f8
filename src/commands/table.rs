//! How data looks in a terminal: a header, a rule, rows; as wide as the terminal where there is one.

use std::collections::BTreeSet;

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent};

/// A text that may wrap is never narrower, or it breaks within words.
const TEXT_WIDTH_MIN: u16 = 20;
/// Between two columns, and at either side.
const GAP: u16 = 2;

/// An empty table with these columns.
pub fn with_header<'a>(header: impl IntoIterator<Item = &'a str>) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    for between_rows in [TableComponent::HorizontalLines, TableComponent::MiddleIntersections] {
        table.remove_style(between_rows);
    }
    table
}

/// Which columns of a table may wrap, and which may go where a terminal is narrow.
pub struct Columns<'a> {
    /// The one that may wrap.
    pub text: usize,
    pub numbers: &'a [usize],
    /// Those that tell nothing here.
    pub needless: BTreeSet<usize>,
    /// Those that the others can do without, the least wanted first.
    pub droppable: &'a [usize],
}

impl Columns<'_> {
    /// Makes a table fit its terminal, each row a line as long as its text is short enough. Returns the columns that had
    /// to go.
    pub fn arrange(&self, table: &mut Table) -> BTreeSet<usize> {
        let dropped = match table.width() {
            Some(width) => self.dropped(&table.column_max_content_widths(), width),
            None => BTreeSet::new(),
        };
        for (place, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 1));
            if self.numbers.contains(&place) {
                column.set_cell_alignment(CellAlignment::Right);
            }
            if self.needless.contains(&place) || dropped.contains(&place) {
                column.set_constraint(ColumnConstraint::Hidden);
            } else if place != self.text {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        dropped
    }

    fn dropped(&self, widths: &[u16], terminal: u16) -> BTreeSet<usize> {
        let least = |place: usize| if place == self.text { widths[place].min(TEXT_WIDTH_MIN) } else { widths[place] };
        let kept = (0..widths.len()).filter(|place| !self.needless.contains(place));
        let mut needed: u16 = GAP + kept.map(|place| least(place) + GAP).sum::<u16>();
        let mut dropped = BTreeSet::new();
        for place in self.droppable.iter().filter(|place| !self.needless.contains(place)) {
            if needed <= terminal {
                break;
            }
            needed -= least(*place) + GAP;
            dropped.insert(*place);
        }
        dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a text of more than twenty letters";

    /// A table of a number, a text and two words of eight letters, and what had to go.
    fn arranged(width: u16, needless: BTreeSet<usize>) -> (Table, BTreeSet<usize>) {
        let mut table = with_header(["", "text", "first", "second"]);
        table.set_width(width).add_row(["7", TEXT, "aaaaaaaa", "bbbbbbbb"]);
        let columns = Columns { text: 1, numbers: &[0], needless, droppable: &[3, 2] };
        let dropped = columns.arrange(&mut table);
        (table, dropped)
    }

    #[test]
    fn columns_go_one_after_the_other_before_the_text_gets_too_narrow() {
        let dropped = |width| arranged(width, BTreeSet::new()).1;
        // 1, 20, 8 and 8 with gaps are 47.
        assert_eq!(dropped(47), [].into());
        assert_eq!(dropped(46), [3].into());
        assert_eq!(dropped(36), [2, 3].into());
        assert_eq!(arranged(37, [2].into()).1, [].into(), "what tells nothing takes no room");
    }

    #[test]
    fn no_line_is_longer_than_the_terminal_and_nothing_but_the_text_wraps() {
        for width in [30, 47, 60, 200] {
            let (table, dropped) = arranged(width, BTreeSet::new());
            let printed = table.to_string();
            assert!(printed.lines().all(|line| line.chars().count() <= usize::from(width)), "{width}:\n{printed}");
            assert_eq!(printed.contains("aaaaaaaa"), !dropped.contains(&2));
            assert_eq!(printed.contains("bbbbbbbb"), !dropped.contains(&3));
            assert_eq!(printed.contains(TEXT), width >= 60, "{printed}");
        }
    }
}
