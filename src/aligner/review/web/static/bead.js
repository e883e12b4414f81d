// One segment as a row: its number and state, both texts with what is flagged in them, and the flags in words.

import { element, keyButton } from "./dom.js";
import { pieces } from "./marks.js";
import { number, say, sayMany, when } from "./words.js";

export const SIDES = ["source", "target"];
const CLOSE = 0.5; // pairs from here on are as close as most are, and their closeness is not shown
const GRAVITY = { error: 3, warning: 2, info: 1 };

/** What a block is on its page, in words; paragraphs say nothing. */
function roleName(role) {
  const names = {
    heading: say("Heading"), "list-item": say("List item"), "table-cell": say("Table cell"), quotation: say("Quotation"),
    caption: say("Caption"), "alt-text": say("Text of a picture"), label: say("Label"), title: say("Title"),
    description: say("Description"), byline: say("Byline"), bio: say("About the author"), navigation: say("Navigation"),
    "language-link": say("Link to the other language"), header: say("Page header"), footer: say("Page footer"),
    form: say("Form"), footnote: say("Footnote"), comment: say("Comment in the text"), code: say("Code"),
  };
  return names[role] ?? null;
}

/** The words for a severity. */
export function severityName(severity) {
  return { error: say("Error"), warning: say("Warning"), info: say("Note") }[severity] ?? severity;
}

/** The words for a decision. */
export function verdictName(verdict) {
  const names = { accepted: say("Accepted as a fault"), rejected: say("No fault"), everywhere: say("Accepted everywhere") };
  return names[verdict] ?? verdict;
}

/**
 * Fills a row. `look`: `{bead, before, row, number, isCurrent, flag, coverage, forms: {source, target}, hasDraft}`; `commands`
 * has what buttons do: `run(name)`, `look(bead, flag)`.
 */
export function fillRow(row, look, commands) {
  const { bead, isCurrent } = look;
  row.setAttribute("aria-rowindex", String(look.row + 2));
  row.setAttribute("aria-selected", String(isCurrent));
  row.tabIndex = isCurrent ? 0 : -1;
  row.className = rowClasses(look).join(" ");
  if (!bead) {
    row.replaceChildren(gutter(look), waiting(), waiting());
    return;
  }
  const sides = SIDES.map((side) => sideCell(look, side, commands));
  row.replaceChildren(gutter(look), ...sides, notes(look, commands));
}

function rowClasses({ bead, before, isCurrent }) {
  const classes = ["bead"];
  if (isCurrent) classes.push("current");
  if (!bead) return [...classes, "unread"];
  if (bead.status === "done") classes.push("done");
  if (bead.locked) classes.push("locked");
  if (before && startsBlock(bead, before)) classes.push("new-block");
  const open = bead.findings.filter((flag) => !flag.decision).map((flag) => flag.severity);
  const worst = open.sort((one, other) => GRAVITY[other] - GRAVITY[one])[0];
  if (worst) classes.push(`has-${worst}`);
  return classes;
}

function startsBlock(bead, before) {
  return SIDES.every((side) => !bead[side].length || !before[side].length || bead[side][0].block !== before[side].at(-1).block);
}

function waiting() {
  return element("div", { role: "gridcell", class: "side", "aria-busy": "true" }, element("span", { class: "shade" }));
}

function gutter({ bead, number: at, hasDraft }) {
  const states = [];
  if (bead?.status === "done") states.push(state("done", "✓", say("Done")));
  if (bead?.locked) states.push(state("lock", "⚿", say("Locked")));
  if (bead && !bead.judged) states.push(state("unjudged", "…", say("Being judged")));
  if (hasDraft) states.push(state("draft", "✎", say("An edit that is not saved")));
  const score = bead && bead.score !== null && bead.score < CLOSE ? closeness(bead.score) : null;
  return element("div", { role: "gridcell", class: "gutter" }, element("span", { class: "number" }, at >= 0 ? number(at + 1) : "·"), states, score);
}

function state(name, glyph, words) {
  return element("span", { class: `state ${name}`, title: words }, element("span", { "aria-hidden": "true" }, glyph), element("span", { class: "unseen" }, words));
}

function closeness(score) {
  const words = say("Closeness {score}", { score: score.toFixed(2) });
  return element("span", { class: `score ${score < CLOSE / 2 ? "far" : "near"}`, title: words }, element("span", { class: "unseen" }, words));
}

function sideCell(look, side, commands) {
  const { bead } = look;
  const sentences = bead[side];
  const form = look.forms[side];
  const cell = element("div", { role: "gridcell", class: `side ${side}`, lang: look.languages[side], dir: "auto" });
  if (form) {
    cell.removeAttribute("lang");
    cell.append(form);
    return cell;
  }
  if (!sentences.length) cell.append(element("p", { class: "nothing", lang: document.documentElement.lang }, nothing(look, side)));
  let block = null;
  for (const sentence of sentences) {
    if (block === null || sentence.block !== block.number) {
      block = { number: sentence.block, element: element("div", { class: `block role-${sentence.role}` }) };
      const isSaid = side === "target" && bead.source.some((other) => other.role === sentence.role);
      const name = roleName(sentence.role);
      // Said once for both sides; the other keeps the room, so that the texts stand level.
      if (name && isSaid) block.element.append(element("span", { class: "role", "aria-hidden": "true" }, "\u00a0"));
      else if (name) block.element.append(element("span", { class: "role", lang: document.documentElement.lang }, name));
      cell.append(block.element);
    }
    block.element.append(sentenceText(look, side, sentence, commands), " ");
  }
  return cell;
}

function nothing({ bead }, side) {
  const other = side === "source" ? "target" : "source";
  if (!bead[other].length) return "";
  return side === "target" ? say("not translated") : say("added in the translation");
}

function sentenceText(look, side, sentence, commands) {
  const { bead, flag: chosen, coverage } = look;
  const marks = [];
  for (const flag of bead.findings) {
    for (const mark of flag.marks) if (mark.sentence === sentence.id && !mark.stale) marks.push({ ...mark, flag });
  }
  for (const word of coverage?.[side] ?? []) if (word.sentence === sentence.id) marks.push({ ...word, flag: null });
  const isEdited = sentence.original !== sentence.text;
  const made = element("span", { class: `sentence${isEdited ? " edited" : ""}`, dataset: { sentence: sentence.id } });
  if (!sentence.text) made.append(element("span", { class: "nothing" }, say("deleted")));
  for (const piece of pieces(sentence.text, marks)) {
    const flags = piece.marks.filter((mark) => mark.flag).map((mark) => mark.flag);
    const isUncovered = piece.marks.some((mark) => !mark.flag);
    if (!flags.length && !isUncovered) made.append(piece.text);
    else made.append(markElement(piece.text, flags, isUncovered, chosen, (flag) => commands.look(bead.id, flag)));
  }
  return made;
}

function markElement(text, flags, isUncovered, chosen, look) {
  const open = flags.filter((flag) => !flag.decision);
  const [worst] = [...(open.length ? open : flags)].sort((one, other) => GRAVITY[other.severity] - GRAVITY[one.severity]);
  const classes = ["flagged"];
  if (worst) classes.push(open.length ? worst.severity : "settled");
  if (isUncovered) classes.push("uncovered");
  if (flags.some((flag) => flag.id === chosen)) classes.push("chosen");
  if (!text) classes.push("point");
  const title = flags.map((flag) => `${flag.code}: ${flag.message}`).join("\n") || say("No counterpart on the other side");
  const on = worst ? { click: (event) => { event.stopPropagation(); look(worst.id); } } : {};
  return element("mark", { class: classes.join(" "), title, on }, text);
}

function notes(look, commands) {
  const { bead, isCurrent } = look;
  const cell = element("div", { role: "gridcell", class: "notes" });
  if (bead.findings.length) {
    cell.append(element("ul", { class: "flags" }, bead.findings.map((flag) => flagItem(look, flag, commands))));
  }
  if (bead.comments.length) {
    cell.append(element("ul", { class: "comments" }, bead.comments.map(commentItem)));
  }
  if (isCurrent) cell.append(...SIDES.flatMap((side) => bead[side].filter(isRewritten).map(originalText)));
  if (!cell.childElementCount) {
    cell.classList.add("none");
    cell.append(element("span", { class: "unseen" }, say("No flags")));
  }
  return cell;
}

function isRewritten(sentence) {
  return sentence.original !== null && sentence.original !== sentence.text;
}

function originalText(sentence) {
  return element("p", { class: "original" }, element("span", { class: "by" }, say("In the file:")), " ", sentence.original);
}

function commentItem(comment) {
  const by = element("span", { class: "by" }, say("{author}, {time}:", { author: comment.author, time: when(comment.at) }));
  return element("li", { class: "comment" }, by, " ", comment.text);
}

function flagItem(look, flag, commands) {
  const isChosen = flag.id === look.flag;
  const classes = ["flag", flag.severity, isChosen ? "chosen" : "", flag.decision ? "settled" : ""];
  const head = element(
    "button",
    { type: "button", class: "flag-head", "aria-pressed": String(isChosen), on: { click: () => commands.look(look.bead.id, flag.id) } },
    element("span", { class: "severity" }, severityName(flag.severity)),
    " ",
    element("span", { class: "message" }, flag.message),
    " ",
    element("span", { class: "code" }, flag.code),
  );
  const item = element("li", { class: classes.filter(Boolean).join(" "), dataset: { flag: flag.id } }, head);
  if (flag.suggestion !== null && !flag.decision) item.append(suggestion(flag));
  if (!flag.head) item.append(element("p", { class: "by" }, say("begins in another segment")));
  else if (flag.marks.some((mark) => mark.stale)) item.append(element("p", { class: "by" }, say("the text was changed since")));
  if (flag.decision) item.append(decision(flag.decision));
  if (isChosen && look.isCurrent) item.append(flagButtons(flag, commands));
  return item;
}

function suggestion(flag) {
  return element("p", { class: "suggestion" }, element("span", { class: "by" }, say("Suggestion:")), " ", element("q", {}, flag.suggestion));
}

function decision({ verdict, reason, author, at }) {
  const words = say("{verdict}, {author}, {time}", { verdict: verdictName(verdict), author, time: when(at) });
  return element("p", { class: "decision" }, words, reason ? element("span", { class: "reason" }, ` · ${reason}`) : null);
}

function flagButtons(flag, commands) {
  const run = (name) => (event) => {
    event.stopPropagation();
    commands.run(name);
  };
  const buttons = flag.decision
    ? [keyButton(say("Take back"), "Backspace", run("withdraw"))]
    : [
        flag.fixable ? keyButton(say("Apply"), "f", run("fix"), { class: "primary" }) : null,
        keyButton(say("A fault"), "a", run("accept")),
        keyButton(say("No fault"), "r", run("reject")),
        keyButton(say("Right everywhere"), "A", run("everywhere")),
      ];
  return element("div", { class: "flag-buttons" }, buttons);
}

/** What a screen reader is told of a segment in a few words. */
export function summary(bead, at, count) {
  const open = bead.findings.filter((flag) => !flag.decision).length;
  const flags = open ? sayMany("{count} open flag", "{count} open flags", open) : say("No open flags");
  return say("Segment {number} of {total}. {flags}.", { number: number(at + 1), total: number(count), flags });
}
