/** Words of a title or a query: letters and digits, in lower case. As `lot_words` of the sinks. */
export const titleWords = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
