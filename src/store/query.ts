/** A statement with what is bound to its names. */
export type Query = {
  readonly sql: string;
  readonly values: Readonly<Record<string, string | number | null>>;
};
