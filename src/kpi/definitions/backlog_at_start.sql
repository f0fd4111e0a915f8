-- id: backlog_at_start
-- name: Backlog at the start
-- group: backlog
-- unit: count
-- better: neither
-- aggregate: count
-- clause: 8.6.1, 8.6.2
-- definition: Number of tickets on which work was owed when the period began. With the tickets opened
--   and reopened in the period added and those resolved taken away it is exactly the backlog at its
--   end.
-- population: Tickets opened before the period, also those from before the first record, that were
--   neither resolved nor closed when it began. Merged tickets and spam do not count.
SELECT *
FROM open_at_period_start
