import { join } from 'node:path';
import { backUp, restoreFrom } from '../../src/backup.ts';
import { noon } from '../store/samples.ts';

// Makes or restores a backup of a place, and is killed at the step that it is told: a child process of backup.test.ts.
const [tool, dir = '', step, from = ''] = process.argv.slice(2);
const onStep = (at: string): void => {
  if (at === step) process.kill(process.pid, 'SIGKILL');
};
const options = { say: () => undefined, onStep };
const again = join(dir, 'again');
if (tool === 'backup')
  await backUp({ dataDir: dir, recordingsDir: join(dir, 'kept') }, join(dir, 'backups'), {
    ...options,
    at: new Date(noon),
  });
else await restoreFrom({ dataDir: again, recordingsDir: join(again, 'kept') }, from, options);
