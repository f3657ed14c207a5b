import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Metrics } from '../metrics/metrics.ts';

/**
 * For Prometheus. It is asked for with a token of right `metrics.read`, like everything else: a route that is open to the loopback
 * address alone is open to the whole city as soon as a proxy stands on the same machine.
 */
export const metricsRoute =
  (metrics: Pick<Metrics, 'text' | 'contentType'>): FastifyPluginCallbackTypebox =>
  (app, _options, done) => {
    app.get(
      '/metrics',
      {
        config: { right: 'metrics.read' },
        schema: {
          tags: ['state'],
          summary: 'Figures of the process in Prometheus’ text format',
          produces: ['text/plain'],
          response: { 200: { content: { 'text/plain': { schema: Type.String() } } } },
        },
      },
      async (_request, reply) => {
        const text = await metrics.text();
        // As bytes, so that no serializer makes JSON of it.
        return reply.type(metrics.contentType).send(text);
      },
    );
    done();
  };
