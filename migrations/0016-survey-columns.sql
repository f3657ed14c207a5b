-- Satisfaction keyed in after the talk stands in lists; who is to be called back is said by call_backs alone.

ALTER TABLE calls ADD COLUMN survey_level INTEGER CHECK (survey_level BETWEEN 1 AND 5);
UPDATE calls SET survey_level = json_extract(snapshot, '$.survey.level')
  WHERE json_valid(snapshot) AND json_extract(snapshot, '$.survey.level') BETWEEN 1 AND 5;
CREATE INDEX calls_by_survey ON calls (survey_level, arrived_at, id) WHERE survey_level IS NOT NULL;

ALTER TABLE tickets ADD COLUMN survey_level INTEGER CHECK (survey_level BETWEEN 1 AND 5);
UPDATE tickets SET survey_level = (SELECT survey_level FROM calls WHERE calls.id = tickets.call_id);
CREATE INDEX tickets_by_survey ON tickets (survey_level, opened_at, no) WHERE survey_level IS NOT NULL;

DROP INDEX tickets_to_call_back;
ALTER TABLE tickets DROP COLUMN call_back;
