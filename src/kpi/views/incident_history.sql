-- For each opening the last resolution before it of an incident of the same customer, service and category.
SELECT *,
       MAX(CASE WHEN is_resolution = 1 THEN moment END) OVER (
           PARTITION BY kind_number ORDER BY moment, is_resolution
           ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS last_resolved_at
FROM incident_moments
