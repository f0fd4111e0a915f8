-- id: opened_per_business_day
-- name: Tickets opened per business day
-- group: demand
-- unit: ratio
-- better: neither
-- aggregate: rate
-- clause: 8.4.2
-- definition: Tickets opened in the period, whenever in the day or week, divided by its business days.
--   It makes months of different length comparable.
-- population: Tickets opened in the period, of every type. Merged tickets and spam do not count. A
--   business day is a local day of the period on which any service calendar of the configuration has
--   service hours and no holiday; without a calendar it is every day. Of a period that is not over, the
--   days begun count.
SELECT *, business_days AS denominator
FROM opened_in_period
