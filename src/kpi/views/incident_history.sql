-- For each opening the last resolution before it of an incident of the same customer, service and category.
SELECT *,
       MAX(CASE WHEN what = 'resolved' THEN moment END) OVER (
           PARTITION BY affected, of_service, category ORDER BY moment, what
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS last_resolved_at
FROM incident_moments
WHERE affected IS NOT NULL AND category IS NOT NULL
