-- id: bounced_mail
-- name: Mail returned as undeliverable
-- group: mail
-- unit: count
-- better: lower
-- aggregate: count
-- clause: 8.3.2
-- definition: Number of delivery reports received in the period that say that a mail of ours did not
--   arrive.
-- population: Messages received in the period, whether they joined a ticket or not; duplicates do not
--   count.
SELECT period, ticket_id
FROM mail_in_period
WHERE disposition = 'bounce'
