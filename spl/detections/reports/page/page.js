"use strict";
(() => {
  const form = document.querySelector(".filters");
  const cards = [...document.querySelectorAll(".rule")];
  const tiles = [...document.querySelectorAll(".tile")];
  const chips = [...document.querySelectorAll("button.chip")];
  const lists = [...form.querySelectorAll("select")];
  const shown = form.querySelector(".shown");
  const empty = document.querySelector(".nothing");
  const texts = new Map();

  // A page of many rules holds what is inside each as text, until it is opened.
  const fill = (card) => {
    const held = card.querySelector(":scope > noscript");
    if (held) held.outerHTML = held.textContent;
  };

  const open = (card, yes) => {
    if (yes) fill(card);
    card.open = yes;
  };

  const plain = (markup) => markup.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">").replace(/&#34;/g, "\"").replace(/&#39;/g, "'").replace(/&amp;/g, "&");

  // What a text is looked for in; read when it is first needed.
  const text = (card) => {
    if (!texts.has(card)) {
      const held = card.querySelector(":scope > noscript");
      const all = held ? card.firstElementChild.textContent + plain(held.textContent) : card.textContent;
      texts.set(card, all.toLowerCase());
    }
    return texts.get(card);
  };

  // A technique stands for its sub-techniques, too.
  const has = (card, key, wanted) =>
    card.dataset[key].split("\n").some((value) => value === wanted
      || (key === "techniques" && value.startsWith(wanted + ".")));

  const pressed = () => tiles.filter((tile) => tile.getAttribute("aria-pressed") === "true")
    .map((tile) => tile.dataset.status);

  const apply = () => {
    const statuses = pressed();
    const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = lists.filter((list) => list.value);
    let count = 0;
    for (const card of cards) {
      const fits = (!statuses.length || statuses.includes(card.dataset.status))
        && chosen.every((list) => has(card, list.name, list.value))
        && words.every((word) => text(card).includes(word));
      card.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = `${count.toLocaleString("en")} of ${cards.length.toLocaleString("en")} rules`;
    empty.hidden = count > 0;
    const technique = form.elements.techniques ? form.elements.techniques.value : "";
    for (const chip of chips) {
      chip.setAttribute("aria-pressed", String(chip.dataset.technique === technique));
    }
  };

  // The filters stand in the address, so that a link leads to what one sees.
  const remember = () => {
    const state = new URLSearchParams();
    const statuses = pressed();
    if (statuses.length) state.set("status", statuses.join(","));
    for (const element of [form.elements.text, ...lists]) {
      if (element.value) state.set(element.name, element.value);
    }
    try {
      history.replaceState(null, "", "#" + state);
    } catch {
      // A page in a frame without rights has no history; the filters work all the same.
    }
  };

  const restore = () => {
    const hash = location.hash.slice(1);
    const target = /^rule-\d+$/.test(hash) && document.getElementById(hash);
    if (target) {
      open(target, true);
      target.scrollIntoView();
    } else if (hash.includes("=")) {
      const state = new URLSearchParams(hash);
      const statuses = (state.get("status") || "").split(",");
      for (const tile of tiles) {
        tile.setAttribute("aria-pressed", String(statuses.includes(tile.dataset.status)));
      }
      for (const element of [form.elements.text, ...lists]) {
        element.value = state.get(element.name) || "";
      }
    }
    apply();
  };

  const changed = () => {
    apply();
    remember();
  };

  form.hidden = false;
  document.documentElement.classList.add("scripted");
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    for (const tile of tiles) tile.setAttribute("aria-pressed", "false");
    setTimeout(changed);
  });
  for (const card of cards) card.addEventListener("toggle", () => card.open && fill(card));
  for (const tile of tiles) {
    tile.addEventListener("click", () => {
      tile.setAttribute("aria-pressed", String(tile.getAttribute("aria-pressed") !== "true"));
      changed();
    });
  }
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      const list = form.elements.techniques;
      list.value = list.value === chip.dataset.technique ? "" : chip.dataset.technique;
      changed();
      document.getElementById("rules").scrollIntoView();
    });
  }
  for (const button of form.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => {
      for (const card of cards) if (!card.hidden) open(card, Boolean(button.dataset.open));
    });
  }
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      form.elements.text.focus();
    }
  });
  window.addEventListener("hashchange", restore);
  restore();
})();
