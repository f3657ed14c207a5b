import type { Place } from './json-place.ts';

/** A place of a plan that somebody is led to: by its pointer, or where the text cannot be read, by its characters. A new one each time. */
export type Goal = { readonly pointer: string; readonly place?: Place };
