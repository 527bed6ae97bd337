/** Jobs of the archive that failed stand beside those that ended well: `archive_job` (postgres-schema.ts). */
export const failedJobs = `
  ALTER TABLE archive_job
    ADD COLUMN failure text,       -- why it failed (archive/failed-runs.ts); null: it ended well
    ADD COLUMN run_id text UNIQUE; -- of a failed run, which may be noted again; its month may be empty
`;
