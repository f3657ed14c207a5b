declare const brand: unique symbol;

/** A type that only its own constructor makes: a number is never mistaken for a name, a leg never for a call. */
export type Brand<T, B extends string> = T & { readonly [brand]: B };
