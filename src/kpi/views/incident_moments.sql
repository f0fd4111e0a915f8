-- Each incident's opening and resolution, with what makes two incidents the same to a customer.
SELECT ticket_id, COALESCE(customer, requester) AS affected, COALESCE(service, '') AS of_service, category,
       'opened' AS what, opened_at AS moment
FROM counted_tickets
WHERE type = 'incident'
UNION ALL
SELECT ticket_id, COALESCE(customer, requester) AS affected, COALESCE(service, '') AS of_service, category,
       'resolved' AS what, resolved_at AS moment
FROM counted_tickets
WHERE type = 'incident' AND status IN ('resolved', 'closed') AND resolved_at IS NOT NULL
