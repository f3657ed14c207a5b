import { texts } from '../i18n/index.ts';
import { duration, share } from '../lib/format.ts';
import { ownFigures } from '../state/own-figures.ts';
import { Card } from './parts.tsx';

/** My own day so far: nobody has to ask the shift leader for it. */
export function OwnFiguresCard() {
  const t = texts.value;
  const words = t.callBacks.own;
  const row = ownFigures.value;
  const mean = (ms: number): string =>
    row === null || row.handled === 0 ? t.common.none : duration(ms / row.handled);
  const figures: readonly (readonly [string, string])[] = [
    [words.answered, String(row?.answered ?? 0)],
    [words.talk, mean(row?.handledTalkMs ?? 0)],
    [words.wrapUp, mean(row?.handledWrapUpMs ?? 0)],
    [words.ready, share(row === null || row.signedInMs === 0 ? null : row.readyMs / row.signedInMs)],
  ];
  return (
    <Card
      title={words.title}
      end={
        row === null || row.missed === 0 ? undefined : (
          <span class="quiet small">
            {words.missed} {row.missed}
          </span>
        )
      }
    >
      <dl class="body own-figures">
        {figures.map(([word, value]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
