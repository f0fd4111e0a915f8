-- id: waiting_supplier
-- name: Time spent waiting for suppliers
-- group: handling
-- unit: share
-- better: lower
-- aggregate: ratio
-- clock: service
-- clause: 8.3.4
-- definition: Share of the service minutes from opening to resolution in which the ticket waited for a
--   supplier. The active clock runs on: to the customer this time is ours.
-- population: Tickets whose last resolution falls in the period and that are resolved or closed as of
--   the report, each once. A ticket that was reopened since counts again when it is resolved again.
--   Merged tickets and spam do not count.
SELECT *, supplier_minutes AS numerator, resolve_service_minutes AS denominator
FROM resolved_in_period
WHERE resolve_service_minutes IS NOT NULL
