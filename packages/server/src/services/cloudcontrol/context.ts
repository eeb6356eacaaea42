import type { CloudcontrolOperations } from '../../../generated/types/cloudcontrol.ts';
import type { Handlers, RequestContext } from '../../platform/service.ts';

export type CloudControlHandlers = Handlers<CloudcontrolOperations, RequestContext>;
