// The operator's REST interface; described at /api/openapi.
async function get(path) {
  const response = await fetch(`/api/v1/${path}`, { headers: { Accept: 'application/json' } });
  if (response.status === 404) throw new Error('There is no such app (any more).');
  if (!response.ok) throw new Error(`The operator answered ${response.status}.`);
  return response.json();
}

export const cluster = () => get('cluster');
export const apps = () => get('apps');
export const app = (namespace, name) => get(`apps/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`);
export const plans = () => get('plans');

export async function whatIf(manifests) {
  const response = await fetch('/api/v1/what-if', {
    method: 'POST',
    headers: { 'Content-Type': 'application/yaml', Accept: 'application/json' },
    body: manifests,
  });
  if (response.status === 429) throw new Error('Another question is being answered. Ask again in a few seconds.');
  if (response.status === 413) throw new Error('That is more than a question may hold (1 MB).');
  if (!response.ok) throw new Error(`The operator answered ${response.status}.`);
  return response.json();
}
