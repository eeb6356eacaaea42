import { ofAttribute, ofResource, requireMap } from '../kernel/checks.ts';
import { duplicateIdError, resourceError, TransformCause } from '../kernel/errors.ts';
import { requireLogicalId } from '../kernel/generated-resource.ts';
import { checkedProperties } from '../kernel/property-table.ts';
import { isMap, type Fields } from '../kernel/values.ts';
import { CONNECTOR_PROPERTIES } from './connector.ts';

const TYPE = 'AWS::Serverless::Connector';

function connectorProperties(sourceId: string, name: string, connector: Fields): Fields {
  const path = `Connectors.${name}.Properties`;
  const properties = { ...requireMap(connector['Properties'], ofAttribute(sourceId), path) };
  const source: Fields = { Id: sourceId };
  if ('SourceReference' in properties) {
    const reference = requireMap(properties['SourceReference'], ofResource(sourceId), `${path}.SourceReference`);
    if ('Id' in reference) throw resourceError(name, "'Id' shouldn't be defined in 'SourceReference'.");
    Object.assign(source, reference);
    delete properties['SourceReference'];
  }
  return { ...properties, Source: source };
}

function connectorResource(sourceId: string, name: string, connector: unknown): [string, Fields] {
  const id = sourceId + name;
  if (!isMap(connector)) throw resourceError(id, `${sourceId}.${id} should be a map.`);
  const clone = structuredClone(connector);
  const Properties = connectorProperties(sourceId, name, clone);
  checkedProperties(requireLogicalId(id), TYPE, Properties, CONNECTOR_PROPERTIES);
  return [id, { ...clone, Type: TYPE, Properties }];
}

/** Makes resources of the `Connectors` that stand inside their source; returns what is wrong with them. */
export function extractConnectors(resources: Record<string, Fields>): TransformCause[] {
  const errors: TransformCause[] = [];
  const found: [string, Fields][] = [];
  const attempt = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof TransformCause)) throw error;
      errors.push(error);
    }
  };
  for (const [sourceId, resource] of Object.entries(resources)) {
    if (!('Connectors' in resource)) continue;
    attempt(() => {
      const connectors = requireMap(resource['Connectors'], ofAttribute(sourceId), `${sourceId}.Connectors`);
      for (const [name, connector] of Object.entries(connectors)) {
        attempt(() => {
          const made = connectorResource(sourceId, name, connector);
          if (made[0] in resources) throw duplicateIdError(sourceId, made[0], TYPE);
          found.push(made);
        });
      }
    });
    delete resource['Connectors'];
  }
  for (const [id, connector] of found) resources[id] = connector;
  return errors;
}
