// The words of the page: English in the code, other languages from the catalogue that came with the page.

let catalogue = {};

/** Takes the catalogue that came with the page. */
export function speak(words) {
  catalogue = words ?? {};
}

/** A message in the language of the page, with `{name}` filled in. */
export function say(message, values = {}) {
  const words = Object.hasOwn(catalogue, message) ? catalogue[message] : message;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

/** A message about a number of things. */
export function sayMany(one, many, count, values = {}) {
  return say(count === 1 ? one : many, { count: count.toLocaleString(document.documentElement.lang), ...values });
}

/** A number as the language of the page writes it. */
export function number(value) {
  return value.toLocaleString(document.documentElement.lang);
}

/** A time of the log as a person reads it: the hour for today, else the day too. */
export function when(at) {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  const isToday = time.toDateString() === new Date().toDateString();
  const form = isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(time);
}
