-- id: repeat_incidents
-- name: Repeat incidents
-- group: quality
-- unit: share
-- better: lower
-- aggregate: share
-- clause: 8.6.1, 8.6.3
-- definition: Share of the incidents opened in the period that came within 30 days of 24 hours after
--   the resolution of another incident of the same customer (or the same requester, where the customer
--   is unknown), service and category. They are where problem management looks first.
-- population: Tickets of type incident opened in the period whose customer or requester and whose
--   category are known. Merged tickets and spam do not count.
SELECT *, CASE WHEN last_resolved_at >= moment - INTERVAL '30 days' THEN 1 ELSE 0 END AS value
FROM incidents_in_period
