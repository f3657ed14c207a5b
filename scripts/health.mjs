// Exit code 0 when the daemon of this machine says that it is well: for a container's health check.
const port = process.env.H12_HTTP_PORT || '12345';
try {
  const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2_500) });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
