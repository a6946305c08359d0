/** What Azure ML takes as names (Azure docs, "Manage resources and quotas", limits of online endpoints, and the patterns of its REST reference). */
export const namePatterns = {
  /** Endpoints and deployments, which become part of a host name: 3 to 32 letters, digits and single hyphens, a letter first, no hyphen last. */
  hostLabel: /^[a-zA-Z](?:[a-zA-Z0-9]|-(?=[a-zA-Z0-9])){2,31}$/,
  /** Models and other assets. */
  asset: /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}$/,
  /** Versions may hold dots as well (1.0.2); they are one segment of a path, so nothing that could leave it. */
  version: /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}$/,
};
