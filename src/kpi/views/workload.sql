-- The tickets of a service with an agreed workload, numbered as they came in.
SELECT opened_in_period.*, workload_limit * months AS agreed,
       ROW_NUMBER() OVER (PARTITION BY period, opened_in_period.service ORDER BY opened_at, ticket_id) AS place
FROM opened_in_period JOIN services ON opened_in_period.service = services.service
