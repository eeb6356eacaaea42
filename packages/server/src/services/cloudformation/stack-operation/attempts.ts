/** Tries of a step of an operation that fails by a fault of Madang's own; then the operation fails. */
export const mostAdvances = 5;
/** Tries to tell a stack's topics of its events. */
export const mostNotifications = 3;
