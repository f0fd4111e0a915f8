//! The KPIs that come with the program and the views that they share, embedded from the `.sql` files.

use super::{Definition, KpiError};

macro_rules! sql_files {
    ($folder:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!($folder, "/", $name, ".sql")))),+]
    };
}

/// In the order in which a review reads them: demand, backlog, speed, promises kept, quality, mail.
const DEFINITIONS: &[(&str, &str)] = sql_files!("definitions":
    "opened" "resolved" "reopenings"
    "backlog" "backlog_0_1_days" "backlog_2_5_days" "backlog_6_10_days" "backlog_11_30_days"
    "backlog_over_30_days" "backlog_age_median" "open_overdue"
    "first_response_median" "first_response_p90"
    "first_response_service_median" "first_response_service_p90"
    "resolve_median" "resolve_p90" "resolve_service_median" "resolve_service_p90"
    "resolve_active_p25" "resolve_active_median" "resolve_active_p75" "resolve_active_p90"
    "first_response_on_time" "resolve_on_time"
    "reopened" "one_touch" "messages_per_ticket" "chasers_per_ticket" "complaints_per_100"
    "out_of_hours" "automatic_mail" "bounced_mail"
);

/// Named queries that KPIs read like tables; each may use those before it.
pub(super) const VIEWS: &[(&str, &str)] = sql_files!("views":
    "counted_tickets" "opened_in_period" "answered_in_period" "resolved_in_period"
    "taken_up_again" "status_changes" "status_steps" "turns_again" "turning_points" "open_at_period_end"
    "turned_in_period" "response_due_in_period" "resolution_due_in_period" "mail_in_period"
);

/// All KPIs, in a fixed order.
pub fn definitions() -> Result<Vec<Definition>, KpiError> {
    DEFINITIONS.iter().map(|(name, text)| Definition::parse(&format!("{name}.sql"), text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sql_files_in(folder: &str) -> Vec<String> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kpi").join(folder);
        let names = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.map(|name| name.trim_end_matches(".sql").to_string()).collect();
        names.sort();
        names
    }

    fn sorted(list: &[(&str, &str)]) -> Vec<String> {
        let mut names: Vec<String> = list.iter().map(|(name, _)| (*name).to_string()).collect();
        names.sort();
        names
    }

    #[test]
    fn every_file_is_in_the_dictionary_under_its_own_name() {
        let definitions = definitions().unwrap();
        assert!(definitions.len() > 30);
        assert_eq!(sorted(DEFINITIONS), sql_files_in("definitions"));
        assert_eq!(sorted(VIEWS), sql_files_in("views"));
        for (definition, (name, _)) in definitions.iter().zip(DEFINITIONS) {
            assert_eq!(definition.id, *name);
        }
    }
}
