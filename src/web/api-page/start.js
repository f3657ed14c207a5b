// Shows the description that this server serves, and asks nobody else for anything: no validator, no fonts, no pictures from elsewhere.
window.SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  docExpansion: 'list',
  // What changes something needs this header; the cookie comes along by itself.
  requestInterceptor: (request) => {
    request.headers['X-H12-Request'] = '1';
    return request;
  },
});
