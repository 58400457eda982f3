/** A value that cannot be calculated. It becomes nothing, with a warning; the message is the warning's code. */
export class Failed extends Error {}
