//! Mappings for the exports of widespread tools, ready to be used or copied and adapted, and how to write one.

/// The documentation of mappings.
pub const GUIDE: &str = include_str!("README.md");

/// Name and text; sorted by name.
const READY: [(&str, &str); 7] = [
    ("freshservice", include_str!("mappings/freshservice.toml")),
    ("jira-service-management", include_str!("mappings/jira-service-management.toml")),
    ("osticket", include_str!("mappings/osticket.toml")),
    ("otrs", include_str!("mappings/otrs.toml")),
    ("servicenow", include_str!("mappings/servicenow.toml")),
    ("zammad", include_str!("mappings/zammad.toml")),
    ("zendesk", include_str!("mappings/zendesk.toml")),
];

/// The names, each with the first line of its mapping.
pub fn list() -> impl Iterator<Item = (&'static str, &'static str)> {
    READY.iter().map(|(name, text)| (*name, text.lines().next().unwrap_or_default().trim_start_matches("# ")))
}

pub fn text(name: &str) -> Option<&'static str> {
    READY.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
