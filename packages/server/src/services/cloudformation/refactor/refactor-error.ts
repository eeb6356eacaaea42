/** Why a refactor is not possible; shown as its status reason. */
export class RefactorError extends Error {}
