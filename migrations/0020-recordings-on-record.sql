-- That a file was put into the vault, or a recording destroyed, is on the audit record: npm run vault:verify holds each recording against it.
CREATE INDEX audit_of_recordings ON audit (target, n) WHERE action IN ('recording.store', 'recording.destroy');
