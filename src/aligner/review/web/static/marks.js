// Cuts a text where marks begin and end. Offsets are UTF-16 code units, as the server sends them.

/**
 * Pieces of a text, each with the marks that cover it. A mark is `{start, end, …}`; one of no length gives an empty piece.
 * What lies outside the text is cut off.
 */
export function pieces(text, marks) {
  const kept = marks
    .map((mark) => ({ ...mark, start: clamp(mark.start, text), end: clamp(mark.end, text) }))
    .filter((mark) => mark.end >= mark.start);
  const empty = kept.filter((mark) => mark.end === mark.start);
  const cuts = new Set([0, text.length]);
  for (const mark of kept) cuts.add(mark.start).add(mark.end);
  const places = [...cuts].sort((one, other) => one - other);
  const made = [];
  for (const [at, place] of places.entries()) {
    const here = empty.filter((mark) => mark.start === place);
    if (here.length) made.push({ text: "", marks: here });
    const next = places[at + 1];
    if (next === undefined) break;
    made.push({ text: text.slice(place, next), marks: kept.filter((mark) => mark.start <= place && mark.end >= next) });
  }
  return made;
}

function clamp(offset, text) {
  return Math.max(0, Math.min(offset, text.length));
}
