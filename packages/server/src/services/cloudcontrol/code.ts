/** What is loaded with the first request to the service, in one piece: a start does not pay for it. */
export { jobs } from './jobs.ts';
export { requestOperations } from './operations/requests.ts';
export { resourceListOperations } from './operations/resource-lists.ts';
export { resourceOperations } from './operations/resources.ts';
