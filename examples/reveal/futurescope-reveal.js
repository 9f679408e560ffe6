// A plugin for reveal.js: fragments move the embeds of their slide, forwards and backwards.
//
//   <li class="fragment" data-step="poll">            one poll further
//   <li class="fragment" data-step="event" data-count="3">
//   <li class="fragment" data-bookmark="poll main 2">   to a place by its name, or a note's number
//   <li class="fragment" data-to="end">
//   <li class="fragment" data-set="k.USER_MS=400">     another constant, speed, variant, ...
//
// `data-embed="#id"` moves one embed, where a slide has several.
window.FuturescopeReveal = {
  id: "futurescope",

  init(deck) {
    const SELECTOR = "futurescope-embed";
    const COMMANDS = ["step", "bookmark", "to", "set"];
    // What an embed is asked for comes one after the other, however fast somebody clicks.
    const queues = new WeakMap();
    // Where an embed stood before a fragment: there it goes back to.
    const before = new WeakMap();

    const then = (embed, next) => {
      const queue = (queues.get(embed) ?? Promise.resolve()).then(next).catch((why) => console.warn(why));
      queues.set(embed, queue);
      return queue;
    };

    const moves = (fragment) => COMMANDS.some((name) => name in fragment.dataset);

    const embeds = (fragment) => {
      const slide = fragment.closest(".pdf-page") ?? fragment.closest("section");
      return slide.querySelectorAll(fragment.dataset.embed ?? SELECTOR);
    };

    const run = (embed, { step, count, bookmark, to, set }) => {
      if (step !== undefined) return embed.step(step, Number(count ?? 1));
      if (bookmark !== undefined) return embed.seek({ bookmark: Number(bookmark) || bookmark });
      if (to !== undefined) return embed.seek(to);
      const [name, value] = set.split("=");
      return embed.set(name, value);
    };

    const show = (fragment) => {
      for (const embed of embeds(fragment)) {
        then(embed, async () => {
          const { position, address } = await embed.ask();
          const places = before.get(fragment) ?? new Map();
          before.set(fragment, places.set(embed, { position, old: setting(address, fragment.dataset.set) }));
          await run(embed, fragment.dataset);
        });
      }
    };

    // What a setting was, as its address says it; the program's own value is not in there.
    const setting = (address, set) => {
      if (set === undefined) return undefined;
      const [name] = set.split("=");
      const value = new URLSearchParams(address.split("?")[1] ?? "").get(name);
      return { name, value };
    };

    const hide = (fragment) => {
      for (const embed of embeds(fragment)) {
        then(embed, async () => {
          const { position, old } = before.get(fragment)?.get(embed) ?? {};
          if (position === undefined) return;
          if (old !== undefined) await embed.set(old.name, old.value ?? fragment.dataset.unset);
          await embed.seek({ position });
        });
      }
    };

    // A slide that is come back to has all its fragments shown, without any event.
    const enter = (slide) => {
      const fragments = [...slide.querySelectorAll(".fragment")].filter(moves);
      if (fragments.length === 0) return;
      for (const embed of slide.querySelectorAll(SELECTOR)) then(embed, () => embed.seek("start"));
      const order = (fragment) => Number(fragment.dataset.fragmentIndex ?? 0);
      fragments
        .filter((fragment) => fragment.classList.contains("visible"))
        .sort((one, other) => order(one) - order(other))
        .forEach(show);
    };

    deck.on("ready", ({ currentSlide }) => enter(currentSlide));
    deck.on("slidechanged", ({ currentSlide }) => enter(currentSlide));
    deck.on("fragmentshown", ({ fragments }) => fragments.filter(moves).forEach(show));
    deck.on("fragmenthidden", ({ fragments }) => fragments.filter(moves).reverse().forEach(hide));
    // For paper every state of a slide is a page of its own, and all of them are there at once.
    deck.on("pdf-ready", () => {
      for (const page of document.querySelectorAll(".pdf-page")) {
        page.querySelectorAll(SELECTOR).forEach((embed) => then(embed, () => embed.load()));
        enter(page);
      }
    });
  },
};
