-- How many submissions of a learner wait or run. The lock holds until the end of the transaction, so that of many that come
-- at once each counts those before it; a volatile function sees what they committed while it waited.
CREATE FUNCTION "pending_of"(learner UUID) RETURNS BIGINT LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('submit ' || learner::text, 0));
  RETURN (SELECT count(*) FROM "Submission" WHERE "userId" = learner AND "state" IN ('QUEUED', 'RUNNING'));
END
$$;
