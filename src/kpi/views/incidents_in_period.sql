-- in_period: incident_openings by moment
SELECT *
FROM incident_openings CROSS JOIN periods
WHERE moment >= period_start AND moment < period_end
