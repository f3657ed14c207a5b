import { texts } from '../i18n/index.ts';
import { duration } from '../lib/format.ts';
import type { RecordingDetail } from '../state/wire.ts';

const width = 1_200;
/** Of either side. */
const half = 60;
const height = 2 * half;

const stepOf = (levels: readonly number[]): number => width / Math.max(1, levels.length);

/** One side's loudness as a filled shape around its own middle line. */
function shape(levels: readonly number[], centre: number): string {
  const step = stepOf(levels);
  return levels
    .map((level, n) => {
      const x = ((n + 0.5) * step).toFixed(1);
      const y = Math.max(0.6, (level / 255) * (half / 2 - 2)).toFixed(1);
      return `M${x} ${(centre - Number(y)).toFixed(1)}V${(centre + Number(y)).toFixed(1)}`;
    })
    .join('');
}

type WaveProps = {
  readonly recording: RecordingDetail;
  readonly atMs: number;
  readonly onSeek: (ms: number) => void;
};

/** Both sides as pictures one above the other; a press or drag goes to that moment. */
export function Wave({ recording, atMs, onSeek }: WaveProps) {
  const t = texts.value.recordings.player;
  const sides = t.sides[recording.kind];
  const total = recording.durationMs ?? 0;
  const [left, right] = recording.waveform ?? [[], []];
  const x = (ms: number): number => (total === 0 ? 0 : (Math.min(ms, total) / total) * width);
  const seekTo = (event: PointerEvent & { readonly currentTarget: HTMLDivElement }): void => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    onSeek(Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * total);
  };
  return (
    <div class="wave">
      <span class="wave-name">{sides.left}</span>
      <span class="wave-name">{sides.right}</span>
      <div
        class="wave-picture"
        role="slider"
        tabIndex={0}
        aria-label={t.wave}
        aria-valuemin={0}
        aria-valuemax={Math.round(total / 1000)}
        aria-valuenow={Math.round(atMs / 1000)}
        aria-valuetext={`${duration(atMs)} / ${duration(total)}`}
        onPointerDown={seekTo}
        onPointerMove={seekTo}
      >
        <svg viewBox={`0 0 ${String(width)} ${String(height)}`} preserveAspectRatio="none" aria-hidden="true">
          <rect class="wave-past" x="0" y="0" width={x(atMs)} height={height} />
          <path class="wave-left" d={shape(left, half / 2)} stroke-width={stepOf(left)} />
          <path class="wave-right" d={shape(right, height - half / 2)} stroke-width={stepOf(right)} />
          {recording.bookmarks.map(({ id, atMs: at }) => (
            <line key={id} class="wave-mark" x1={x(at)} x2={x(at)} y1="0" y2={height} />
          ))}
          <line class="wave-now" x1={x(atMs)} x2={x(atMs)} y1="0" y2={height} />
        </svg>
      </div>
    </div>
  );
}
