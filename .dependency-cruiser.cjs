/** The layers of ARCHITECTURE.md: who may import whom. `tools/check-layers.ts` proves that a violation is seen. */
const server = '^packages/server/src';
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-imports-nothing-above',
      severity: 'error',
      from: { path: `${server}/platform` },
      to: { path: `${server}/(?!platform/)` },
    },
    {
      name: 'protocol-and-policy-import-platform-only',
      severity: 'error',
      from: { path: `${server}/(protocol|iam-policy)/` },
      to: { path: `${server}/(?!platform/)`, pathNot: `${server}/$1/` },
    },
    {
      name: 'engines-import-platform-only',
      severity: 'error',
      from: { path: `${server}/engines/([^/]+)/` },
      to: { path: `${server}/(?!platform/)`, pathNot: `${server}/engines/$1/` },
    },
    {
      name: 'services-import-no-sibling',
      severity: 'error',
      from: { path: `${server}/services/([^/]+)/` },
      to: { path: `${server}/services/`, pathNot: `${server}/services/$1/` },
    },
    {
      name: 'services-import-no-gateway-or-codec',
      severity: 'error',
      from: { path: `${server}/services/` },
      to: { path: `${server}/(gateway|protocol|[^/]+\\.ts$)`, pathNot: `${server}/services/` },
    },
    {
      name: 'gateway-knows-no-service',
      severity: 'error',
      from: { path: `${server}/gateway/` },
      to: { path: `${server}/(services|engines)/` },
    },
    {
      name: 'only-cloud-lists-the-services',
      severity: 'error',
      from: { path: '^packages', pathNot: [`${server}/(cloud|coverage)\\.ts$`, '\\.test\\.ts$'] },
      to: { path: `${server}/services/index\\.ts$` },
    },
    {
      name: 'conformance-sees-only-sockets',
      severity: 'error',
      from: { path: '^packages/conformance' },
      to: { path: '^packages/(server|cli)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'generated/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
