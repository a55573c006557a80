// Keys, rows, the lock, and news of other people's decisions. Keys are told by their place on the keyboard, so that
// they work whatever language it writes.
const typing = (node) => node.matches("input:not([type=checkbox]):not([type=radio]), select, textarea");
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
let at = null;

export function goTo(row) {
  at?.classList.remove("at");
  at = row;
  if (!row) return;
  row.classList.add("at");
  row.scrollIntoView({ block: "nearest" });
  (row.tabIndex >= 0 ? row : row.querySelector("a, button, input"))?.focus({ preventScroll: true });
  row.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(at);
  goTo(all[Math.min(Math.max(now < 0 ? (step > 0 ? 0 : all.length - 1) : now + step, 0), all.length - 1)]);
}

function lock() {
  const form = document.getElementById("lock");
  if (!form) return;
  document.documentElement.classList.add("hidden");
  document.title = "\u200b";
  form.submit();
}

const keys = {
  KeyJ: () => move(1),
  KeyK: () => move(-1),
  KeyX: () => at?.querySelector("input[type=checkbox]")?.click(),
  KeyO: () => (at?.querySelector("[data-open]") ?? at?.closest("section")?.querySelector("h2 [data-open]") ?? at?.querySelector("a"))?.click(),
  KeyZ: () => document.querySelector(".history button.undo")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.code === "Pause") return lock();
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (typing(event.target)) {
    if (event.code === "Escape") event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.code === "Backquote") return lock();
  const press = document.querySelector(`[data-key="${event.code}"]`);
  const focus = document.querySelector(`[data-focus="${event.code}"]`);
  if (event.code === "Slash" && !event.shiftKey && event.key !== "؟") return;
  if (!keys[event.code] && !press && !focus) return;
  event.preventDefault();
  if (keys[event.code]) keys[event.code]();
  else if (press) press.click();
  else { focus.focus(); focus.select?.(); }
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && row !== at && !event.target.closest("a, button, input, summary")) goTo(row);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.submit();
});

// Somebody else may decide on the same incident: look every some seconds, and say so.
const news = document.getElementById("news");
if (news) {
  const look = async () => {
    if (document.visibilityState !== "visible") return;
    const answer = await fetch(news.dataset.watch).catch(() => null);
    if (answer?.ok && (await answer.json()).newest > Number(news.dataset.seen)) news.hidden = false;
  };
  setInterval(look, 10_000);
  document.addEventListener("visibilitychange", look);
}
