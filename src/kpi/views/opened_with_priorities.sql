SELECT opened_in_period.*, CASE WHEN is_changed = 1 THEN priority_before ELSE priority END AS opened_as,
       priority AS ended_as
FROM opened_in_period LEFT JOIN first_priorities ON opened_in_period.ticket_id = first_priorities.ticket_id
