SELECT *
FROM incident_history
WHERE what = 'opened'
