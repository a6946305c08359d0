import { numberOf, type Fields } from '../../../base/decode';
import { badRequest } from '../armError';
import type { Traffic } from './endpointRecord';

/**
 * Live traffic of an endpoint body, in the spelling of its deployments. Refuses what the service refuses:
 * a percentage outside 0 … 100, a sum that is neither 0 nor 100, a deployment that does not exist.
 */
export function liveTraffic(properties: Fields, deployments: readonly string[]): Traffic {
  const traffic = percentages(properties, 'traffic', deployments, 100);
  const sum = Object.values(traffic).reduce((a, b) => a + b, 0);
  if (sum !== 0 && sum !== 100) {
    throw refused('traffic', `The sum of the traffic percentages must be 0 or 100, found ${sum}.`);
  }
  return traffic;
}

/** Mirrored traffic: at most one deployment, at most 50 %, and not one that receives live traffic. */
export function mirroredTraffic(properties: Fields, deployments: readonly string[], live: Traffic): Traffic {
  const mirror = percentages(properties, 'mirrorTraffic', deployments, 50);
  const names = Object.keys(mirror).filter((name) => mirror[name] !== 0);
  if (names.length > 1) {
    throw refused('mirrorTraffic', 'Traffic can be mirrored to one deployment only.');
  }
  const both = names.find((name) => (live[name] ?? 0) > 0);
  if (both !== undefined) {
    throw refused('mirrorTraffic', `Deployment ${both} cannot receive live and mirrored traffic at the same time.`);
  }
  return mirror;
}

function percentages(properties: Fields, field: 'traffic' | 'mirrorTraffic', deployments: readonly string[], highest: number): Traffic {
  const found = new Map<string, number>();
  for (const [name, percent] of properties.map(field, numberOf)) {
    const deployment = deployments.find((it) => it.toLowerCase() === name.toLowerCase());
    if (deployment === undefined && percent === 0) {
      continue; // clients send back what they read before a deployment was deleted
    }
    if (deployment === undefined) {
      throw refused(field, `Deployment ${name} does not exist on this endpoint, so it cannot receive traffic.`);
    }
    if (!Number.isInteger(percent) || percent < 0 || percent > highest) {
      throw refused(field, `The percentage of deployment ${name} must be a whole number from 0 to ${highest}, found ${percent}.`);
    }
    found.set(deployment, percent);
  }
  return Object.fromEntries(found);
}

function refused(field: string, message: string): Error {
  return badRequest('BadArgument', message, `properties.${field}`);
}
