import type { SsmOperations } from '../../../generated/types/ssm.ts';
import type { Handlers, RequestContext } from '../../platform/service.ts';

export type SsmHandlers = Handlers<SsmOperations, RequestContext>;
