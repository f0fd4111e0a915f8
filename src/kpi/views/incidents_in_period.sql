SELECT *
FROM incident_history CROSS JOIN periods
WHERE what = 'opened' AND moment >= period_start AND moment < period_end
