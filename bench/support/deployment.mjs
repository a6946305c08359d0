// A deployment's YAML of any length, and edits of it.
const start = `$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name: blue
endpoint_name: bird-endpoint
description: Names the birds on pictures
model: azureml:birds:3
instance_type: Standard_NC4as_T4_v3
instance_count: 1
app_insights_enabled: true
request_settings:
  request_timeout_ms: 90000
  max_concurrent_requests_per_instance: 4
liveness_probe:
  initial_delay: 10
  period: 10
  failure_threshold: 30
readiness_probe:
  initial_delay: 10
  period: 10
`.split('\n');

/** About two lines of variables for each of tags, some of them quoted and some with a comment. */
export function deploymentOf(lines) {
  const rest = lines - start.length - 2;
  const variables = Math.round((rest * 2) / 3);
  const variable = (at) =>
    `  VARIABLE_${at}: ${at % 7 === 3 ? `"value ${at} # in quotes"` : `value-${at}${at % 11 === 0 ? ' # noted' : ''}`}`;
  return [
    ...start.slice(0, -1),
    'environment_variables:',
    ...Array.from({ length: variables }, (_, at) => variable(at)),
    'tags:',
    ...Array.from({ length: rest - variables + 1 }, (_, at) => `  tag-${at}: team-${at}`),
    '',
  ].join('\n');
}

/** A list of mappings of four entries: little of each can be left to ourselves. */
export function listOf(lines) {
  const item = (at) => [`  - name: item-${at}`, `    type: uri_file`, `    path: ./data/${at}`, `    mode: ro_mount`];
  return ['inputs:', ...Array.from({ length: Math.round((lines - 2) / 4) }, (_, at) => item(at)).flat(), ''].join('\n');
}

/** A digit typed into a number near the top. Every fourth time it becomes a list, which is not allowed. */
export function edited(text, at) {
  const value = 90_000 + (at % 1000);
  return text.replace('request_timeout_ms: 90000', `request_timeout_ms: ${at % 4 === 3 ? `[${value}]` : value}`);
}
