/** What is wrong is told to the person who starts it; starting again is of no use until it is mended. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
