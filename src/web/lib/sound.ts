/** Which voices are heard: both in both ears, each in its own ear, or one alone. */
export const modes = ['both', 'apart', 'left', 'right'] as const;
export type Mode = (typeof modes)[number];
export const speeds = [0.75, 1, 1.25, 1.5, 2, 3] as const;

/** How loud either side of the recording is in either ear: left to left, left to right, right to left, right to right. */
const mixes: Readonly<Record<Mode, readonly [number, number, number, number]>> = {
  both: [0.7, 0.7, 0.7, 0.7],
  apart: [1, 0, 0, 1],
  left: [1, 1, 0, 0],
  right: [0, 0, 1, 1],
};

/** Sound with its two sides apart. The element does the fetching by ranges, the seeking and the speed; its two channels are mixed here. */
export type Sound = {
  readonly element: HTMLAudioElement;
  mix(mode: Mode): void;
  close(): void;
};

/** Must be called while a key or button is handled: browsers let no page make sound of its own accord. */
export function openSound(): Sound {
  const element = new Audio();
  element.preload = 'auto';
  const context = new AudioContext();
  const split = context.createChannelSplitter(2);
  const merge = context.createChannelMerger(2);
  context.createMediaElementSource(element).connect(split);
  const gains = ([0, 1] as const).flatMap((from) =>
    ([0, 1] as const).map((to) => {
      const gain = context.createGain();
      split.connect(gain, from);
      gain.connect(merge, 0, to);
      return gain;
    }),
  );
  merge.connect(context.destination);
  return {
    element,
    mix: (mode) => {
      for (const [n, gain] of gains.entries()) gain.gain.value = mixes[mode][n] ?? 0;
    },
    close: () => {
      element.pause();
      element.removeAttribute('src');
      element.load();
      void context.close();
    },
  };
}
