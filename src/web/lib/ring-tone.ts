import { signal } from '@preact/signals';

/** Whether the browser lets this page make a sound: only after a press on it. */
export const soundBlocked = signal(false);

let context: AudioContext | null = null;

/** Rings as telephones in China do: 450 Hz, 1 s on, 4 s off (GF 002-9002). @returns what stops it */
export function startRinging(): () => void {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  void context.resume().then(() => {
    soundBlocked.value = false;
  });
  soundBlocked.value = context.state === 'suspended';
  const gain = context.createGain();
  const tone = context.createOscillator();
  tone.frequency.value = 450;
  gain.gain.value = 0;
  // As long as the longest ring.
  for (let second = 0; second < 120; second += 5) {
    gain.gain.setValueAtTime(0.15, currentTime + second);
    gain.gain.setValueAtTime(0, currentTime + second + 1);
  }
  tone.connect(gain).connect(destination);
  tone.start();
  return () => {
    tone.stop();
    tone.disconnect();
    gain.disconnect();
    soundBlocked.value = false;
  };
}
