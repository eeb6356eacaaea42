import { readFileSync } from 'node:fs';

/** As much of a compiled service model as requests are made from. */
export interface Service {
  service: string;
  signingName: string;
  apiVersion: string;
  endpointPrefix: string;
  protocols: string[];
  jsonVersion?: string;
  targetPrefix?: string;
  operations: Record<string, Operation>;
  shapes: Shape[];
}

export interface Operation {
  name: string;
  method: string;
  uri: string;
  input?: number;
  inputName?: string;
}

export interface Member {
  shape: number;
  name?: string;
  location?: string;
  queryName?: string;
  flattened?: true;
}

export interface Shape {
  type: string;
  name?: string;
  members?: Record<string, Member>;
  required?: string[];
  payload?: string;
  member?: Member;
  key?: Member;
  value?: Member;
  flattened?: true;
  enum?: string[];
  min?: number;
}

const directory = new URL('../../server/generated/models/', import.meta.url);

/** All services that there are models of: data files of the server, not its code. */
export function loadServices(): Service[] {
  const index = readJson('index.json') as { service: string }[];
  return index.map(({ service }) => readJson(`${service}.json`) as Service);
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, directory), 'utf8'));
}
