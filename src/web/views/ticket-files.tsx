import { useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { size } from '../lib/format.ts';
import { useFetch } from '../lib/use-fetch.ts';
import { postBytes, withQuery } from '../state/api.ts';
import { may } from '../state/desk.ts';
import { ticketPath } from '../state/ticket.ts';
import type { CaseView } from '../state/wire.ts';
import { useDoing } from './forms.tsx';
import { Card, Trouble } from './parts.tsx';

type FileRow = {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly identity: boolean;
};

/** What was attached to a ticket; each is saved, never shown in place. */
export function TicketFiles({ found }: { readonly found: CaseView }) {
  const t = texts.value.ticket.page;
  const { value, again } = useFetch<readonly FileRow[]>(ticketPath(found.no, 'files'), found.version);
  const [identity, setIdentity] = useState(false);
  const doing = useDoing();
  const add = async (files: FileList | null): Promise<void> => {
    for (const file of files ?? []) {
      const query = { name: file.name, identity: identity ? 'true' : '' };
      await doing.give(() => postBytes<FileRow>(withQuery(ticketPath(found.no, 'files'), query), file));
    }
    again();
  };
  return (
    <Card title={t.files}>
      <div class="body">
        {value?.length === 0 ? <p class="quiet">{t.noFiles}</p> : null}
        <ul class="plain">
          {(value ?? []).map((file) => (
            <li key={file.id}>
              <a href={`/api/v1${ticketPath(found.no, `files/${file.id}`)}`} download={file.name}>
                {file.name}
              </a>{' '}
              <span class="quiet small">{size(file.bytes)}</span>
            </li>
          ))}
        </ul>
        {may('ticket.files') && found.state !== 'archived' && found.state !== 'merged' ? (
          <>
            <label class="check">
              <input
                type="checkbox"
                checked={identity}
                onChange={(event) => setIdentity(event.currentTarget.checked)}
              />
              {t.identity}
            </label>
            <label class="field">
              <span>{t.addFile}</span>
              <input
                type="file"
                multiple
                accept=".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx"
                onChange={(event) => {
                  const input = event.currentTarget;
                  void add(input.files).then(() => {
                    input.value = '';
                  });
                }}
              />
              <small class="quiet">{t.fileHint}</small>
            </label>
          </>
        ) : null}
        {doing.problem === null ? null : <Trouble problem={doing.problem} />}
      </div>
    </Card>
  );
}
