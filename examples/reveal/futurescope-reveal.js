// A plugin for reveal.js: fragments move the embeds of their slide, forwards and backwards.
//
//   <li class="fragment" data-step="poll">              one poll further
//   <li class="fragment" data-step="event" data-count="3">
//   <li class="fragment" data-bookmark="poll main 2">   to a place by its name, or a note's number
//   <li class="fragment" data-to="end">
//   <li class="fragment" data-set="k.USER_MS=400">      another constant, speed or variant
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
          const places = before.get(fragment) ?? new Map();
          before.set(fragment, places.set(embed, await embed.ask()));
          await run(embed, fragment.dataset);
        });
      }
    };

    const hide = (fragment) => {
      for (const embed of embeds(fragment)) {
        then(embed, async () => {
          const was = before.get(fragment)?.get(embed);
          if (was === undefined) return;
          const [name] = fragment.dataset.set?.split("=") ?? [];
          if (name in was) await embed.set(name, was[name]);
          await embed.seek({ position: was.position });
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
    // Frames that are moved to their pages start anew, so they begin only then.
    if (deck.isPrintView()) {
      document.querySelectorAll(SELECTOR).forEach((embed) => embed.setAttribute("defer", ""));
    }
    deck.on("pdf-ready", () => {
      for (const page of document.querySelectorAll(".pdf-page")) {
        page.querySelectorAll(SELECTOR).forEach((embed) => then(embed, () => embed.load()));
        enter(page);
      }
    });
  },
};
