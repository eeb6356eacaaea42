import {
  CloudControlClient,
  CreateResourceCommand,
  DeleteResourceCommand,
  GetResourceCommand,
  GetResourceRequestStatusCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import type { ProgressEvent } from '@aws-sdk/client-cloudcontrol';
import { vi } from 'vitest';
import type { TestServer } from '../../testing/test-server.ts';

const waiting = { timeout: 20_000, interval: 5 };

/** Cloud Control as tests talk to it: requests are followed to their end. */
export class ResourceClient {
  readonly sdk: CloudControlClient;

  constructor(server: TestServer, options: ConstructorParameters<typeof CloudControlClient>[0] = {}) {
    this.sdk = new CloudControlClient({ ...server.client, ...options });
  }

  async create(
    TypeName: string,
    state: object,
    more: { ClientToken?: string; RoleArn?: string } = {},
  ): Promise<ProgressEvent> {
    const DesiredState = JSON.stringify(state);
    return this.#end(
      (await this.sdk.send(new CreateResourceCommand({ TypeName, DesiredState, ...more }))).ProgressEvent,
    );
  }

  async update(TypeName: string, Identifier: string, patch: object[]): Promise<ProgressEvent> {
    const PatchDocument = JSON.stringify(patch);
    return this.#end(
      (await this.sdk.send(new UpdateResourceCommand({ TypeName, Identifier, PatchDocument }))).ProgressEvent,
    );
  }

  async delete(TypeName: string, Identifier: string): Promise<ProgressEvent> {
    return this.#end((await this.sdk.send(new DeleteResourceCommand({ TypeName, Identifier }))).ProgressEvent);
  }

  async read(TypeName: string, Identifier: string): Promise<Record<string, unknown>> {
    const { ResourceDescription } = await this.sdk.send(new GetResourceCommand({ TypeName, Identifier }));
    return JSON.parse(ResourceDescription?.Properties ?? '') as Record<string, unknown>;
  }

  async status(RequestToken: string): Promise<ProgressEvent> {
    const { ProgressEvent: event } = await this.sdk.send(new GetResourceRequestStatusCommand({ RequestToken }));
    return event ?? {};
  }

  async #end(event: ProgressEvent | undefined): Promise<ProgressEvent> {
    const token = event?.RequestToken ?? '';
    return vi.waitFor(async () => {
      const now = await this.status(token);
      if (now.OperationStatus?.endsWith('IN_PROGRESS')) throw new Error(`the request is ${now.OperationStatus}`);
      return now;
    }, waiting);
  }
}
