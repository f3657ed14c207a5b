/**
 * One instruction of a Dockerfile, e.g. `{ word: 'RUN', rest: 'npm ci' }`.
 * @typedef {{ readonly word: string, readonly rest: string }} Instruction
 * @typedef {{ readonly name: string, readonly from: string, readonly instructions: readonly Instruction[] }} Stage
 */

/** Splits a Dockerfile into its stages; of Docker's grammar only what our own file uses. @param {string} text @returns {readonly Stage[]} */
export function parseDockerfile(text) {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') {
      const [from = '', , name = String(stages.length)] = rest.split(/\s+/);
      stages.push({ name, from, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined || word === '') throw new Error(`Dockerfile: not understood: ${line}`);
    stage.instructions.push({ word, rest });
  }
  return stages;
}

/** `A=1 B=2` as an object. @param {string} rest @returns {Record<string, string>} */
export const parseEnv = (rest) =>
  Object.fromEntries(
    rest.split(/\s+/).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );

/** Whether a `.dockerignore` of the form "nothing but these" lets a path in. @param {string} ignore @param {string} path */
export function inContext(ignore, path) {
  const rules = ignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (rules[0] !== '*')
    throw new Error('.dockerignore should begin with "*" and then name what the image needs');
  const top = path.replace(/^\.\//, '').split('/')[0];
  return rules.includes(`!${top}`);
}
