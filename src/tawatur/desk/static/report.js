// The words of a report: highlights drawn over them, words chosen by mouse or keys, cells corrected.
// Offsets count Unicode code points of the report's text, as everywhere; the browser counts UTF-16 units.
import { goTo } from "./desk.js";
import { searchPlaces } from "./places.js";

const points = (text) => { let n = 0; for (const _ of text) n += 1; return n; };
function unitsOf(text, count) { // UTF-16 units of the first `count` code points
  let units = 0;
  for (const sign of text) { if (count-- <= 0) break; units += sign.length; }
  return units;
}

class Text {
  constructor(root) {
    this.root = root;
    this.lines = [...root.querySelectorAll("p[data-at]")].map((p) => {
      const node = p.firstChild;
      return { p, node, at: Number(p.dataset.at), length: points(node.data) };
    });
  }
  range(start, end) { // over the letters between two offsets; null where they are not shown
    const first = this.lines.find((l) => start >= l.at && start < l.at + l.length);
    const last = this.lines.findLast((l) => end > l.at && end <= l.at + l.length);
    if (!first || !last) return null;
    const range = new Range();
    range.setStart(first.node, unitsOf(first.node.data, start - first.at));
    range.setEnd(last.node, unitsOf(last.node.data, end - last.at));
    return range;
  }
  offset(node, units) { // of a place in the page, as an offset of the text
    const line = this.lines.find((l) => l.node === node || l.p === node);
    if (!line) return null;
    return line.at + (node === line.p ? (units ? line.length : 0) : points(line.node.data.slice(0, units)));
  }
  words() {
    const cut = new Intl.Segmenter("ar", { granularity: "word" });
    return this.lines.flatMap((line) => {
      let at = line.at;
      return [...cut.segment(line.node.data)].map(({ segment, isWordLike }) => {
        const word = { start: at, end: at + points(segment), isWord: isWordLike };
        at = word.end;
        return word;
      }).filter((word) => word.isWord);
    });
  }
  slice(start, end) { return this.range(start, end)?.toString() ?? ""; }
}

function paint(name, ranges, priority = 0) {
  if (!window.Highlight) return;
  const made = new Highlight(...ranges.filter(Boolean));
  made.priority = priority;
  CSS.highlights.set(name, made);
}

for (const root of document.querySelectorAll(".compare")) {
  const text = new Text(root);
  const before = [...(CSS.highlights.get("shared") ?? [])];
  paint("shared", [...before, ...JSON.parse(root.dataset.spans).map(([a, b]) => text.range(a, b))]);
}

const root = document.getElementById("text");
if (root) {
  const text = new Text(root);
  const cells = [...document.querySelectorAll("tr.cell")].map((row) => ({
    row, field: row.dataset.field, start: Number(row.dataset.start), end: Number(row.dataset.end),
  }));
  const byField = Map.groupBy ? Map.groupBy(cells, (c) => c.field) : cells.reduce((m, c) => m.set(c.field, [...(m.get(c.field) ?? []), c]), new Map());
  [...byField].forEach(([field, some], n) => paint(`f-${field}`, some.filter((c) => c.end > c.start).map((c) => text.range(c.start, c.end)), n));

  const show = (start, end) => {
    const range = text.range(start, end);
    paint("chosen", [range], 50);
    const line = range?.startContainer.parentElement;
    line?.classList.add("shown");
    if (range) {
      const box = range.getBoundingClientRect();
      const frame = root.closest(".paper").getBoundingClientRect();
      if (box.top < Math.max(frame.top, 60) || box.bottom > Math.min(frame.bottom, innerHeight)) line.scrollIntoView({ block: "center" });
    }
  };
  document.addEventListener("chosen", ({ target }) => {
    const cell = cells.find((c) => c.row === target);
    if (cell) show(cell.start, cell.end);
  });
  root.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return;
    const { clientX: x, clientY: y } = event;
    const holds = (box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    const under = cells.filter((c) => [...(text.range(c.start, c.end)?.getClientRects() ?? [])].some(holds));
    const now = under.findIndex((c) => c.row.classList.contains("at"));
    if (under.length) goTo(under[(now + 1) % under.length].row);
  });

  // --- choosing words by keys ---
  const words = text.words();
  let first = -1, last = -1;
  const draw = () => {
    const [a, b] = first <= last ? [first, last] : [last, first];
    paint("cursor", first < 0 ? [] : [text.range(words[a].start, words[b].end)], 60);
    words[last] && text.range(words[last].start, words[last].end)?.startContainer.parentElement.scrollIntoView({ block: "nearest" });
  };
  const leave = () => { first = last = -1; draw(); };
  document.addEventListener("keydown", (event) => {
    if (dialog?.open || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
    if (event.code === "KeyW" && words.length) {
      const at = document.querySelector("tr.cell.at");
      const near = at ? words.findIndex((w) => w.end > Number(at.dataset.start)) : 0;
      first = last = Math.max(near, 0);
      root.focus({ preventScroll: true });
      draw();
      event.preventDefault();
    } else if (first >= 0 && event.code.startsWith("Arrow")) {
      const rtl = getComputedStyle(root).direction === "rtl";
      const step = { ArrowLeft: rtl ? 1 : -1, ArrowRight: rtl ? -1 : 1, ArrowDown: 8, ArrowUp: -8 }[event.code];
      last = Math.min(Math.max(last + step, 0), words.length - 1);
      if (!event.shiftKey) first = last;
      draw();
      event.preventDefault();
    } else if (first >= 0 && event.code === "Enter") {
      event.preventDefault();
      const [a, b] = first <= last ? [first, last] : [last, first];
      use(words[a].start, words[b].end);
    } else if (event.code === "Escape") leave();
    else if (event.code === "KeyE") {
      document.querySelector("tr.cell.at button.edit")?.click();
      event.preventDefault();
    } else if (event.code === "Enter" && event.target.matches("tr.cell")) event.target.querySelector("button.edit")?.click();
  });
  root.addEventListener("mouseup", () => {
    const selection = getSelection();
    if (selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const start = text.offset(range.startContainer, range.startOffset);
    const end = text.offset(range.endContainer, range.endOffset);
    if (start !== null && end !== null && start < end) use(start, end);
  });

  // --- the dialog ---
  const dialog = document.getElementById("correct");
  const form = dialog?.querySelector("form");
  let base = {}; // the cell as it is before the person's changes
  let span = null;

  function use(start, end, cell = null, claim = null) { // words → the dialog, for a new cell or in place of one
    if (!dialog) return;
    const chosen = text.slice(start, end);
    const lead = points(chosen) - points(chosen.trimStart());
    span = { text: chosen.trim(), start: start + lead, end: start + lead + points(chosen.trim()) };
    const at = document.querySelector("tr.cell.at");
    const replaced = cell ?? (at && at.dataset.field !== "trigger" && at.dataset.start <= span.start && at.dataset.end >= span.end ? at : null);
    const card = (replaced ?? at)?.closest("section.card") ?? document.querySelector("section.card.chosen") ?? document.querySelector("section.card");
    open(claim ?? card?.dataset.claim, replaced?.dataset.field ?? (card ? "figures" : "event"), replaced);
    if (!cell) propose();
  }
  function open(claim, field, row) {
    form.was.value = row?.dataset.cell ?? "";
    base = row ? JSON.parse(row.dataset.cell) : {};
    document.getElementById("chosen").textContent = span?.text ?? "";
    document.getElementById("for-claim").value = claim;
    document.getElementById("remove").hidden = !row;
    form.querySelector("#field").value = field;
    document.getElementById("proposals").replaceChildren();
    fill(base);
    fit();
    dialog.showModal();
    form.querySelector(`fieldset:not([hidden]) [data-part]`)?.focus();
  }
  const field = () => form.querySelector("#field").value;
  const set = () => form.querySelector(`fieldset[data-for~="${field()}"]`);
  const adds = () => field() === "event";
  const fit = () => {
    form.querySelectorAll("fieldset").forEach((one) => { one.hidden = one !== set(); });
    document.getElementById("of-claim").hidden = adds();
  };
  function fill(cell) {
    for (const input of set()?.querySelectorAll("[data-part]") ?? []) {
      const value = cell[input.dataset.part];
      if (input.type === "checkbox") input.checked = Boolean(value);
      else if (value !== undefined && value !== null) input.value = value;
      else if (input.tagName === "INPUT") input.value = "";
    }
  }
  async function propose() {
    const query = new URLSearchParams({ report: document.querySelector("[data-report]").dataset.report, start: span.start, end: span.end });
    const answer = await fetch(`/api/readings?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const found = adds() ? [] : (await answer.json()).filter((p) => form.was.value === "" || p.field === field());
    const box = document.getElementById("proposals");
    box.replaceChildren(...found.map((proposal) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "small";
      const c = proposal.cell;
      const label = form.querySelector(`#field option[value="${proposal.field}"]`).textContent;
      const value = proposal.field === "figures" ? `${c.low ?? "…"}–${c.high ?? "…"}` : c.name ?? c.start ?? c.kind;
      button.textContent = `${label}: ${value}`;
      button.addEventListener("click", () => take(proposal));
      return button;
    }));
    if (found.length) take(found[0], true);
    dialog.dataset.ready = "1";
  }
  function take({ field: name, cell }, first = false) {
    form.querySelector("#field").value = name;
    // What stood there keeps what the words do not say: outcome and group of a figure that is corrected.
    base = first && form.was.value ? { ...cell, ...pick(JSON.parse(form.was.value), ["outcome", "who"]) } : cell;
    fit();
    fill(base);
  }
  const pick = (from, names) => Object.fromEntries(names.filter((n) => from[n] !== undefined).map((n) => [n, from[n]]));
  function composed() {
    const cell = { ...base };
    for (const input of set().querySelectorAll("[data-part]")) {
      const text = input.value.trim();
      const kind = input.dataset.kind;
      cell[input.dataset.part] = kind === "bool" ? input.checked : kind && text === "" ? null : kind === "int" ? Math.trunc(Number(text)) : kind === "float" ? Number(text) : text === "" && input.tagName === "INPUT" ? null : text;
    }
    if (["type", "status"].includes(field())) return cell.value;
    if (field() === "date") return { start: cell.start, end: cell.end ?? cell.start, precision: cell.precision, text: span.text, span, rule: "" };
    if (field() === "place") cell.reason = cell.reason ?? "";
    delete cell.value;
    return { ...cell, ...span, rule: "" };
  }
  function add() { // words → an event of their own
    form.action = "/report";
    const told = { report: document.querySelector("[data-report]").dataset.report, start: span.start, end: span.end };
    for (const [name, value] of Object.entries(told)) form[name].value = value;
  }
  form?.addEventListener("submit", (event) => {
    for (const name of ["report", "start", "end"]) form[name].disabled = !adds();
    for (const input of form.querySelectorAll('fieldset[data-for~="event"] [data-part]')) input.name = adds() ? "type" : "";
    if (adds()) return span ? add() : event.preventDefault();
    const card = document.querySelector(`section.card[data-claim="${document.getElementById("for-claim").value}"]`);
    form.action = `/incidents/${card.dataset.incident}`;
    form.claim.value = card.dataset.claim;
    form.seen.value = card.dataset.seen;
    form.back.value = `/report?${new URLSearchParams({ id: document.querySelector("[data-report]").dataset.report, claim: card.dataset.claim })}`;
    form.cell.value = event.submitter?.id === "remove" ? "" : JSON.stringify(composed());
  });
  if (form) searchPlaces(form, (cell) => { base = { ...base, ...cell }; fill(base); });
  form?.querySelector("#field").addEventListener("change", () => { base = {}; form.was.value = ""; fit(); });
  document.getElementById("cancel")?.addEventListener("click", () => dialog.close());
  dialog?.addEventListener("close", leave);
  for (const button of document.querySelectorAll("button.edit")) button.addEventListener("click", () => {
    const row = button.closest("tr.cell");
    goTo(row);
    use(Number(row.dataset.start), Number(row.dataset.end), row, row.closest("section.card").dataset.claim);
  });
  for (const button of document.querySelectorAll("[data-edit]:not(:disabled)")) button.addEventListener("click", () => {
    span = null;
    open(button.closest("section.card").dataset.claim, button.dataset.edit, null);
    form.was.value = JSON.stringify(button.dataset.value);
    base = { value: button.dataset.value };
    fill(base);
  });

  // --- what the address asks for ---
  const asked = new URLSearchParams(location.search);
  const [from, to] = (asked.get("at") ?? "").split("-").map(Number);
  const begin = cells.find((c) => c.start === from && c.row.closest(`[data-claim="${asked.get("claim")}"]`))
    ?? cells.find((c) => c.row.closest(`[data-claim="${asked.get("claim")}"]`));
  if (begin) goTo(begin.row);
  else if (to > from) show(from, to);

  // For tests and for people who look under the bonnet: what is drawn, and over which letters.
  window.tawatur = { text, cells };
  document.documentElement.dataset.painted = "1";
}
