//! Elements that are more than their names say: quotes by their border, lines kept by their style.

use super::super::tag::{Quotation, Tag};
use super::Writer;

/// An element that is more than its name says, and how many of its name are open within.
pub(super) struct Styled {
    name: String,
    depth: usize,
    effect: Effect,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Quote,
    Preformatted,
}

impl Writer {
    /// What the element's style makes of it.
    pub(super) fn style(&mut self, tag: &Tag<'_>) {
        let effect = self.effect(tag);
        if let Some(open) = self.styled.last_mut().filter(|open| open.name == tag.name) {
            // A paragraph ends where the next begins.
            if tag.is_end || tag.name == "p" {
                open.depth -= 1;
            } else if effect.is_none() {
                open.depth += 1;
            }
            if open.depth == 0 {
                self.end_effect();
            }
        }
        if let Some(effect) = effect {
            self.begin_effect(tag, effect);
        }
    }

    fn effect(&mut self, tag: &Tag<'_>) -> Option<Effect> {
        if tag.is_end || tag.has_no_attributes() {
            return None;
        }
        if tag.name == "div" && tag.has_rule_above() {
            self.rule();
        }
        if tag.name == "div" && tag.quotation() == Some(Quotation::Quote) {
            return Some(Effect::Quote);
        }
        tag.is_preformatted().then_some(Effect::Preformatted)
    }

    fn begin_effect(&mut self, tag: &Tag<'_>, effect: Effect) {
        match effect {
            Effect::Quote => self.quote_depth += 1,
            Effect::Preformatted => self.preformatted += 1,
        }
        self.styled.push(Styled { name: tag.name.to_string(), depth: 1, effect });
    }

    fn end_effect(&mut self) {
        match self.styled.pop().map(|open| open.effect) {
            Some(Effect::Quote) => self.quote_depth = self.quote_depth.saturating_sub(1),
            Some(Effect::Preformatted) => self.preformatted = self.preformatted.saturating_sub(1),
            None => {}
        }
    }
}
