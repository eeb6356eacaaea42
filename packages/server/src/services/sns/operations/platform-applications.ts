import type { SnsHandlers } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import {
  applicationArn,
  changeEndpoint,
  checkApplication,
  checkApplicationAttributes,
  endpointArn,
  parseApplicationArn,
  shownAttributes,
} from '../model/platform-application.ts';
import * as store from '../store/platform-endpoints.ts';

export const platformApplicationOperations = {
  async CreatePlatformApplication({ Name: name, Platform: platform, Attributes }, { request }) {
    const { unit, account, region } = request;
    checkApplication(name, platform, Attributes);
    const reference = { account, region, platform, name };
    const existing = await store.findApplication(unit, reference);
    store.saveApplication(unit, {
      ...reference,
      attributes: { Enabled: 'true', ...existing?.attributes, ...Attributes },
    });
    return { PlatformApplicationArn: applicationArn(reference) };
  },

  async DeletePlatformApplication({ PlatformApplicationArn }, { request: { unit } }) {
    await store.deleteApplication(unit, parseApplicationArn(PlatformApplicationArn));
  },

  async GetPlatformApplicationAttributes({ PlatformApplicationArn }, { request: { unit } }) {
    const application = await store.requireApplication(unit, parseApplicationArn(PlatformApplicationArn));
    return { Attributes: shownAttributes(application) };
  },

  async SetPlatformApplicationAttributes({ PlatformApplicationArn, Attributes }, { request: { unit } }) {
    const application = await store.requireApplication(unit, parseApplicationArn(PlatformApplicationArn));
    checkApplicationAttributes(Attributes);
    store.saveApplication(unit, { ...application, attributes: { ...application.attributes, ...Attributes } });
  },

  async ListPlatformApplications({ NextToken }, { request }) {
    const { items, nextToken } = await store.listApplications(request.unit, request, NextToken);
    const PlatformApplications = items.map((application) => ({
      PlatformApplicationArn: applicationArn(application),
      Attributes: shownAttributes(application),
    }));
    return { PlatformApplications, NextToken: nextToken };
  },

  async CreatePlatformEndpoint({ PlatformApplicationArn, Token, CustomUserData, Attributes = {} }, { request }) {
    const {
      unit,
      platform: { ids },
    } = request;
    const application = await store.requireApplication(unit, parseApplicationArn(PlatformApplicationArn));
    const wanted = { ...Attributes, Token, ...(CustomUserData !== undefined && { CustomUserData }) };
    const attributes = changeEndpoint({ Enabled: 'true' }, wanted);
    const existing = await store.findByToken(unit, application, Token);
    if (existing) {
      const arn = endpointArn(existing);
      const names = new Set([...Object.keys(existing.attributes), ...Object.keys(attributes)]);
      for (const name of names) {
        if (existing.attributes[name] === attributes[name]) continue;
        throw invalidParameter(
          `Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
        );
      }
      return { EndpointArn: arn };
    }
    const { account, region, platform, name } = application;
    const endpoint = { account, region, platform, application: name, id: ids.uuid(), attributes };
    store.saveEndpoint(unit, endpoint);
    return { EndpointArn: endpointArn(endpoint) };
  },

  /** An endpoint that is not there is no error. */
  async DeleteEndpoint({ EndpointArn }, { request: { unit } }) {
    const found = await store.findDestination(unit, EndpointArn);
    if (found) store.deleteEndpoint(unit, found.endpoint);
  },

  async GetEndpointAttributes({ EndpointArn }, { request: { unit } }) {
    return { Attributes: (await store.requireEndpoint(unit, EndpointArn)).attributes };
  },

  async SetEndpointAttributes({ EndpointArn, Attributes }, { request: { unit } }) {
    const endpoint = await store.requireEndpoint(unit, EndpointArn);
    store.saveEndpoint(unit, { ...endpoint, attributes: changeEndpoint(endpoint.attributes, Attributes) });
  },

  async ListEndpointsByPlatformApplication({ PlatformApplicationArn, NextToken }, { request: { unit } }) {
    const application = await store.requireApplication(unit, parseApplicationArn(PlatformApplicationArn));
    const { items, nextToken } = await store.listEndpoints(unit, application, NextToken);
    const Endpoints = items.map((endpoint) => ({
      EndpointArn: endpointArn(endpoint),
      Attributes: endpoint.attributes,
    }));
    return { Endpoints, NextToken: nextToken };
  },
} satisfies Partial<SnsHandlers>;
