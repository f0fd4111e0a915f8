-- Each incident's opening and resolution, with what makes two incidents the same to a customer, beside the ticket's
-- columns.
SELECT *, COALESCE(customer, requester) AS affected, COALESCE(service, '') AS of_service, 'opened' AS what,
       opened_at AS moment
FROM counted_tickets
WHERE type = 'incident'
UNION ALL
SELECT *, COALESCE(customer, requester) AS affected, COALESCE(service, '') AS of_service, 'resolved' AS what,
       resolved_at AS moment
FROM counted_tickets
WHERE type = 'incident' AND status IN ('resolved', 'closed') AND resolved_at IS NOT NULL
