import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

type TabsProps<N extends string> = {
  readonly label: string;
  readonly tabs: readonly (readonly [name: N, words: string])[];
  readonly chosen: N;
  readonly onChoose: (name: N) => void;
  readonly children: ComponentChildren;
};

/** Several views of one thing: the arrow keys, Home and End go from one to the other; Tab goes into the one that is shown. */
export function Tabs<N extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<N>) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(([name]) => name === chosen);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    const n = (to + tabs.length) % tabs.length;
    const next = tabs[n];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next[0]);
    list.current?.querySelectorAll('button')[n]?.focus();
  };
  return (
    <>
      <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(([name, words]) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === chosen}
            aria-controls={`panel-${chosen}`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => onChoose(name)}
          >
            {words}
          </button>
        ))}
      </div>
      <div id={`panel-${chosen}`} role="tabpanel" aria-labelledby={`tab-${chosen}`}>
        {children}
      </div>
    </>
  );
}
