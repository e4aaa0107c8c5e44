"use strict";
/* Search, sort, filter, open and choose columns. Without it the page shows all it has. */
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const plain = (text) => text.toLocaleLowerCase().normalize("NFKC");

  /* A link to the lines behind a row opens them. */
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
    const summary = target.querySelector("summary");
    if (summary) summary.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", open);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-to]");
    const link = event.target.closest("a");
    const to = mark ? `#${mark.dataset.to}` : link && link.getAttribute("href");
    if (to && to === location.hash) open(); /* the same link once more */
    else if (mark) location.hash = to;
  });
  open();

  /* Each row of the table: what is searched, its theme, and the address of its lines. */
  const table = document.getElementById("rows");
  const rows = table
    ? all("tbody tr", table).map((row) => {
        const link = row.querySelector("a");
        return {
          row,
          text: plain(row.textContent),
          theme: row.dataset.theme || "",
          to: link ? link.getAttribute("href") : "",
          name: link ? link.textContent : "",
        };
      })
    : [];
  const byLink = new Map(rows.map((one) => [one.to, one]));

  /* One search field and one list of themes for a table or a picture. */
  const controls = (id, apply) => {
    const box = document.getElementById(id);
    if (!box) return;
    const search = box.querySelector("input[type=search]");
    const theme = box.querySelector("select");
    const said = box.querySelector("output");
    const run = () => {
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      const wanted = theme ? theme.value : "";
      const fits = (one) =>
        (!wanted || one.theme === wanted) && words.every((word) => one.text.includes(word));
      said.textContent = apply(fits, words.length > 0 || wanted !== "");
    };
    search.addEventListener("input", run);
    if (theme) theme.addEventListener("change", run);
    run();
  };

  controls("find-rows", (fits) => {
    let shown = 0;
    for (const one of rows) {
      const fit = fits(one);
      one.row.hidden = !fit;
      shown += fit;
    }
    return `${shown} of ${rows.length} rows`;
  });

  const dots = all("#scatter [data-to]").map((dot) => {
    const one = byLink.get(`#${dot.dataset.to}`);
    if (one) {
      const tip = document.createElementNS("http://www.w3.org/2000/svg", "title");
      tip.textContent = one.name;
      dot.append(tip);
    }
    return { dot, one };
  });
  controls("find-dots", (fits, asked) => {
    const found = [];
    for (const { dot, one } of dots) {
      const fit = one !== undefined && fits(one);
      dot.classList.toggle("faint", asked && !fit);
      dot.classList.toggle("found", asked && fit);
      if (fit) found.push(one.name);
    }
    const chart = document.querySelector("#scatter .chart");
    if (chart) chart.classList.toggle("asked", asked);
    if (!asked) return `${dots.length} dots`;
    const names = found.slice(0, 8).join(", ") + (found.length > 8 ? ", …" : "");
    return `${found.length} of ${dots.length} dots${found.length ? `: ${names}` : ""}`;
  });

  /* Sorting: by number where a cell has one, else by text; what is empty comes last. */
  const key = (cell) => {
    if (cell.dataset.v) return Number(cell.dataset.v);
    const text = cell.textContent.trim();
    return text === "–" ? null : text;
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), undefined, { numeric: true });
  const headings = table ? all("thead th", table) : [];
  headings.forEach((heading, index) => {
    heading.querySelector("button").addEventListener("click", () => {
      const numbers = heading.classList.contains("n");
      const now = heading.getAttribute("aria-sort");
      const down = now ? now === "ascending" : numbers;
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = rows.map((one) => ({ one, key: key(one.row.cells[index]) }));
      keyed.sort((a, b) => {
        if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
        return (down ? -1 : 1) * compare(a.key, b.key);
      });
      table.tBodies[0].append(...keyed.map(({ one }) => one.row));
    });
  });

  /* Columns. */
  all("input[data-column]").forEach((box) => {
    const index = headings.findIndex((th) => th.dataset.column === box.dataset.column);
    if (index < 0) return;
    const show = () => {
      headings[index].hidden = !box.checked;
      for (const one of rows) one.row.cells[index].hidden = !box.checked;
    };
    box.addEventListener("change", show);
    show(); /* a browser that goes back remembers the boxes */
  });

  /* On paper the lines of what is drawn are open. */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = all(".rows > details:not([open]), #about details:not([open])");
    opened.forEach((one) => (one.open = true));
  });
  window.addEventListener("afterprint", () => opened.forEach((one) => (one.open = false)));
});
