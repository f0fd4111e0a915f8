//! The one typeface of the review: charts are measured, drawn and shown with it, never with what happens to
//! be installed. Inter by Rasmus Andersson, SIL Open Font License (`OFL.txt`), reduced to Latin, Greek and
//! Cyrillic; the same glyphs as OpenType for drawing and as WOFF2 for the page.

use std::sync::Arc;

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use resvg::usvg::fontdb;

use super::ReportError;

/// What an SVG names. plotters knows our files under this whole list, so what it measures is what is shown.
pub const FAMILY: &str = "Inter, Helvetica, Arial, sans-serif";

const REGULAR: &[u8] = include_bytes!("inter-regular.otf");
const SEMIBOLD: &[u8] = include_bytes!("inter-semibold.otf");
pub const REGULAR_WOFF2: &[u8] = include_bytes!("inter-regular.woff2");
pub const SEMIBOLD_WOFF2: &[u8] = include_bytes!("inter-semibold.woff2");

/// plotters takes a font's size to be its line height and writes `font-size` as that over 1.24.
const LINE_HEIGHT: f64 = 1.24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// Makes the typeface known to plotters; to be called before anything is measured.
pub fn register() -> Result<(), ReportError> {
    let broken = |_| ReportError::Font;
    register_font(FAMILY, FontStyle::Normal, REGULAR).map_err(broken)?;
    register_font(FAMILY, FontStyle::Bold, SEMIBOLD).map_err(broken)
}

/// The typeface for resvg.
pub fn database() -> Arc<fontdb::Database> {
    let mut database = fontdb::Database::new();
    database.load_font_data(REGULAR.to_vec());
    database.load_font_data(SEMIBOLD.to_vec());
    Arc::new(database)
}

pub fn description(size: f64, weight: Weight) -> FontDesc<'static> {
    let style = match weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    FontDesc::new(FontFamily::Name(FAMILY), size * LINE_HEIGHT, style)
}

/// Width of a line of text in pixels.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let measured = description(size, weight).box_size(text).map(|(width, _)| f64::from(width));
    // Only an unregistered font cannot be measured; half an em a letter is then near enough.
    measured.unwrap_or_else(|_| text.chars().count() as f64 * size * 0.5)
}
