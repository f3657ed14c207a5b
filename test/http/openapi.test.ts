import { Validator } from '@seriousme/openapi-schema-validator';
import t from 'tap';
import { rightNames } from '../../src/access/roles.ts';
import { running } from './running.ts';

type Operation = {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
  readonly 'x-h12-right'?: string;
  readonly 'x-h12-codes'?: readonly string[];
};

t.test('the description is OpenAPI 3.1', async (t) => {
  const { app } = await running(t);
  const description = (await app.inject('/api/v1/openapi.json')).json<{ openapi: string }>();
  t.equal(description.openapi, '3.1.0');
  const { valid, errors } = await new Validator().validate(description);
  t.equal(valid, true, JSON.stringify(errors));
});

t.test('each operation says what it does, who may, and how it refuses', async (t) => {
  const { app } = await running(t);
  const { paths } = (await app.inject('/api/v1/openapi.json')).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method} ${path}`;
      t.match(operation.summary, /./, name);
      t.equal(operation.tags?.length, 1, name);
      const right = operation['x-h12-right'] ?? '';
      t.ok(right === 'public' || (rightNames as readonly string[]).includes(right), `${name} ${right}`);
      t.equal(operation.security?.length === 0, right === 'public', name);
      t.match(operation.description, right === 'public' ? /Public\./ : `Right: \`${right}\``, name);
      const statuses = Object.keys(operation.responses);
      t.ok(
        statuses.some((status) => /^[245]/.test(status)),
        name,
      );
      t.ok(statuses.includes('429') && statuses.includes('500'), name);
      if (right !== 'public') t.ok(statuses.includes('401') && statuses.includes('403'), name);
      for (const code of operation['x-h12-codes'] ?? []) t.match(operation.description, code, name);
    }
});
