/** Answers a greeting for the name in the event. */
export async function handler({ name = 'stranger' }) {
  return { greeting: `Hello, ${name}!`, queue: process.env.GREETINGS_QUEUE };
}
