-- Each incident's opening and resolution, beside the ticket's columns.
SELECT counted_tickets.*, kind_number, 0 AS is_resolution, opened_at AS moment
FROM counted_tickets
JOIN incident_kinds ON COALESCE(customer, requester) = affected AND COALESCE(service, '') = of_service
                   AND category = of_category
WHERE type = 'incident'
UNION ALL
SELECT counted_tickets.*, kind_number, 1 AS is_resolution, resolved_at AS moment
FROM counted_tickets
JOIN incident_kinds ON COALESCE(customer, requester) = affected AND COALESCE(service, '') = of_service
                   AND category = of_category
WHERE type = 'incident' AND status IN ('resolved', 'closed') AND resolved_at IS NOT NULL
