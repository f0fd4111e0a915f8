-- id: out_of_hours
-- name: Opened outside service hours
-- group: demand
-- unit: share
-- better: neither
-- aggregate: share
-- clause: 8.4.2
-- definition: Share of the tickets opened in the period that were opened outside the service hours of their
--   service calendar, holidays included.
-- population: Tickets opened in the period, of every type. Merged tickets and spam do not count. Where a
--   service level names no calendar, service is around the clock and nothing is outside of it.
SELECT *, CASE WHEN opened_out_of_hours THEN 1 ELSE 0 END AS value
FROM opened_in_period
