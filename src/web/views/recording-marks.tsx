import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/index.ts';
import { duration } from '../lib/format.ts';
import type { Player } from '../lib/use-player.ts';
import { post, remove } from '../state/api.ts';
import { nameOf, who } from '../state/desk.ts';
import type { RecordingDetail } from '../state/wire.ts';
import { Said, useDoing } from './forms.tsx';
import { Act, Card } from './parts.tsx';

/** Places to find again: made with M where one listens, gone to with a press. */
export function Marks({
  recording,
  player,
  again,
}: {
  readonly recording: RecordingDetail;
  readonly player: Player;
  readonly again: () => void;
}) {
  const t = texts.value.recordings.marks;
  const path = `/recordings/${encodeURIComponent(recording.id)}/bookmarks`;
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const doing = useDoing();
  useMarkKey(() => field.current?.focus());
  const add = async (): Promise<void> => {
    const words = text.trim();
    if (words === '') return;
    const made = await doing.give(() => post(path, { atMs: Math.round(player.atMs), text: words }));
    if (made === null) return;
    setText('');
    field.current?.blur();
    again();
  };
  const take = async (mark: number): Promise<void> => {
    const done = await doing.give(() => remove(`${path}/${String(mark)}`));
    if (done !== null) again();
  };
  return (
    <Card title={t.title}>
      <div class="body">
        <form
          class="player-why"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <label class="field grow">
            <span>
              {t.text} {duration(player.atMs)}
            </span>
            <input
              ref={field}
              value={text}
              maxLength={200}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <Act submit onPress={() => undefined}>
            {t.add}
          </Act>
        </form>
        <Said doing={doing} />
        {recording.bookmarks.length === 0 ? <p class="quiet">{t.none}</p> : null}
        <ul class="marks">
          {recording.bookmarks.map((mark) => (
            <MarkRow
              key={mark.id}
              mark={mark}
              onGo={() => player.seek(mark.atMs)}
              onRemove={() => void take(mark.id)}
            />
          ))}
        </ul>
      </div>
    </Card>
  );
}

/** One place: whoever marked it may remove it. */
function MarkRow({
  mark: { atMs, text, by },
  onGo,
  onRemove,
}: {
  readonly mark: RecordingDetail['bookmarks'][number];
  readonly onGo: () => void;
  readonly onRemove: () => void;
}) {
  const t = texts.value.recordings.marks;
  return (
    <li>
      <button type="button" class="link" title={t.at(duration(atMs))} onClick={onGo}>
        {duration(atMs)}
      </button>
      <span class="grow">{text}</span>
      <span class="quiet small">{nameOf(by) ?? by}</span>
      {by === who.value?.username ? <Act onPress={onRemove}>{t.remove}</Act> : null}
    </li>
  );
}

/** M, while nothing is typed, goes to the field. */
function useMarkKey(go: () => void): void {
  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, select') !== null;
      if (event.key.toLowerCase() !== 'm' || event.ctrlKey || event.altKey || event.metaKey || typing) return;
      event.preventDefault();
      go();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}
