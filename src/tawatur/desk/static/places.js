// Search of the gazetteer as one types: arrows move through what is found, Enter takes it, Escape closes the list.
export function searchPlaces(form, take) {
  const input = form.querySelector("#place-search"), list = form.querySelector("#places");
  let waiting = 0, at = -1;
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); };
  const move = (to) => {
    const all = [...list.children];
    at = Math.min(Math.max(to, 0), all.length - 1);
    all.forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
    all[at]?.scrollIntoView({ block: "nearest" });
  };
  async function look() {
    const asked = input.value.trim();
    if (!asked) return close();
    const answer = await fetch(`/api/places?${new URLSearchParams({ q: asked })}`).catch(() => null);
    if (!answer?.ok || input.value.trim() !== asked) return;
    list.replaceChildren(...(await answer.json()).map((cell) => {
      const item = document.createElement("li"), where = document.createElement("span");
      item.setAttribute("role", "option");
      where.className = "minor";
      where.textContent = [cell.admin1, cell.country].filter((one) => one && one !== cell.name).join(" · ");
      item.append(cell.name, " ", where);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); chosen(cell); });
      item.take = () => chosen(cell);
      return item;
    }));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden) move(0);
  }
  function chosen(cell) { take(cell); input.value = ""; close(); }
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 150); });
  input.addEventListener("keydown", (event) => {
    if (event.code === "ArrowDown" || event.code === "ArrowUp") move(at + (event.code === "ArrowDown" ? 1 : -1));
    else if (event.code === "Enter" && !list.hidden) list.children[at]?.take();
    else if (event.code === "Escape" && !list.hidden) close();
    else if (event.code !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", close);
}
