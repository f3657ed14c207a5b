import ts from 'typescript';
import { importsOf, place, walk } from './syntax.ts';
import type { Findings, SourceFile } from './tree.ts';

const disabling = new Set(['skip', 'only', 'todo']);

/** Tests that are switched off, or switch the others off. */
export function disabledFindings(files: readonly SourceFile[]): Findings {
  return files.filter(isTest).flatMap((file) => {
    const found: string[] = [];
    walk(file, (node) => {
      const word = calledMember(node) ?? option(node);
      if (word !== null && disabling.has(word))
        found.push(`${place(file, node)}: a test is not switched off (${word})`);
    });
    return found;
  });
}

/** Tests that wait for time to pass instead of for something to happen. @param waiters files that may, with a limit and a condition */
export function sleepFindings(files: readonly SourceFile[], waiters: readonly string[]): Findings {
  return files
    .filter((file) => isTest(file) && !waiters.includes(file.path))
    .flatMap((file) => {
      const found = importsOf(file)
        .filter(({ from }) => from === 'node:timers/promises' || from === 'timers/promises')
        .map(() => `${file.path}: waits for time to pass (node:timers/promises)`);
      walk(file, (node) => {
        if (!ts.isCallExpression(node)) return;
        const name = calledName(node.expression);
        // Of tap's own it is the limit of a whole file.
        if (node.expression.getText() === 't.setTimeout') return;
        if (name === 'setTimeout' || name === 'sleep')
          found.push(`${place(file, node)}: waits for time to pass (${name})`);
      });
      return found;
    });
}

const isTest = ({ path }: SourceFile): boolean => /^test\/.*\.[mc]?[jt]sx?$/.test(path);

/** `skip` of `t.skip(…)` and of `t.test.skip(…)`. */
function calledMember(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression, name } = node.expression;
  const owner = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
  return /^(?:t\d?|tap|test|it|describe)$/.test(owner) ? name.text : null;
}

/** `skip` of `t.test('…', { skip: … }, …)`. */
function option(node: ts.Node): string | null {
  const isProperty = ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
  if (!isProperty || !ts.isIdentifier(node.name) || !ts.isCallExpression(node.parent.parent)) return null;
  return calledName(node.parent.parent.expression) === 'test' ? node.name.text : null;
}

function calledName(expression: ts.Expression): string | null {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : null;
}
