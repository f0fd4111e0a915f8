//! The KPIs that come with the program and the views that they share, embedded from the `.sql` files.

use std::sync::LazyLock;

use super::view::View;
use super::{Definition, KpiError};

macro_rules! sql_files {
    ($folder:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!($folder, "/", $name, ".sql")))),+]
    };
}

/// In the order in which a review reads them, by the groups of their headers.
const DEFINITIONS: &[(&str, &str)] = sql_files!("definitions":
    "opened" "opened_per_business_day" "resolved" "closed" "reopenings" "out_of_hours" "over_workload" "unmapped"
    "opened_as_p1" "opened_as_p2" "opened_as_p3" "opened_as_p4"
    "ended_as_p1" "ended_as_p2" "ended_as_p3" "ended_as_p4" "priority_changed"
    "backlog_at_start" "backlog" "backlog_0_1_days" "backlog_2_5_days" "backlog_6_10_days" "backlog_11_30_days"
    "backlog_over_30_days" "backlog_age_median" "open_overdue"
    "first_response_median" "first_response_p90"
    "first_response_service_median" "first_response_service_p90"
    "resolve_median" "resolve_p90" "resolve_service_median" "resolve_service_p90"
    "resolve_active_p25" "resolve_active_median" "resolve_active_p75" "resolve_active_p90"
    "major_incidents" "major_restore_median"
    "first_response_on_time" "resolve_on_time"
    "one_touch" "first_contact_resolution" "messages_per_ticket" "touches_per_ticket" "chasers_per_ticket"
    "handoffs_per_ticket" "ping_pong" "escalated_functional" "escalated_hierarchic"
    "waiting_customer" "waiting_supplier" "closed_automatically"
    "reopened" "reopened_14_days" "repeat_incidents" "problem_linked" "complaints_per_100"
    "satisfaction_mean" "satisfied" "satisfied_low" "satisfied_high"
    "satisfaction_response_rate" "satisfaction_worst_case" "satisfaction_best_case"
    "effort_per_ticket" "effort_coverage" "cost_per_ticket"
    "customer_top5_share" "customer_concentration"
    "automatic_mail" "bounced_mail"
);

/// Named queries that KPIs read like tables; each may use those before it.
const VIEWS: &[(&str, &str)] = sql_files!("views":
    "counted_tickets" "resolved_tickets" "closed_tickets" "inbound_mail" "recorded"
    "opened_in_period" "answered_in_period" "resolved_in_period" "closed_in_period"
    "surveyed_in_period" "response_due_in_period" "resolution_due_in_period" "mail_in_period"
    "taken_up_again" "status_changes" "status_steps" "turns_again" "turning_points" "turned_in_period"
    "open_at_period_start" "open_at_period_end"
    "moved_again" "holders_again" "returned_tickets" "team_steps" "teams_changed" "escalated_tickets" "internal_notes"
    "priority_steps" "first_priorities" "opened_with_priorities"
    "incident_kinds" "incident_moments" "incident_history" "incident_openings" "incidents_in_period"
    "customer_volumes" "customer_ranks" "workload"
);

/// The views in this order.
pub(super) fn views() -> &'static [View] {
    static READ: LazyLock<Vec<View>> =
        LazyLock::new(|| VIEWS.iter().map(|(name, text)| View::read(name, text)).collect());
    &READ
}

/// Does this KPI come with the program?
pub fn is_built_in(id: &str) -> bool {
    DEFINITIONS.iter().any(|(name, _)| *name == id)
}

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
        assert!(definitions.is_sorted_by_key(|definition| definition.group));
    }
}
