// <futurescope-embed scenario="join" view="timeline,player" speed="0.25"></futurescope-embed>
//
// An element that shows a scenario of Futurescope in a frame. No dependencies; load it as a plain
// script: <script src="…/embed.js" defer></script>. README.md tells what it understands.
(() => {
  "use strict";

  const VERSION = 1;
  // Attributes that are settings of the address. Constants are `k.NAME` besides; HTML writes names in
  // small letters, the program has them in capitals.
  const SETTINGS = [
    "variant", "compare", "clock", "t", "e", "speed", "workers", "seed", "axis", "range", "loop", "view",
    "theme", "font", "autoplay", "present", "predict",
  ];
  // What the running scenario can be told without starting it anew.
  const LIVE = [
    "speed", "axis", "range", "loop", "theme", "font", "workers", "seed", "variant", "compare",
  ];
  const HEIGHT = { fallback: 320, least: 80, most: 2000 };
  // How long a frame may be silent after it has been made, in milliseconds.
  const PATIENCE = 60_000;
  const KEY_CODES = {
    Enter: 13, Escape: 27, " ": 32, PageUp: 33, PageDown: 34, End: 35, Home: 36, ArrowLeft: 37,
    ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, ",": 188, ".": 190, "/": 191, "?": 191,
  };

  // Where this script lies, the page lies too. A file cannot load the parts of the page from other
  // files, so there the one that has everything in it is shown.
  const script = document.currentScript?.src || document.baseURI;
  const page = (base) => {
    let folder;
    try {
      const slash = base?.endsWith("/") ? "" : "/";
      folder = base ? new URL(`${base}${slash}`, document.baseURI) : new URL(".", script);
    } catch {
      throw new Error(`base: “${base}” is no address.`);
    }
    if (!["http:", "https:", "file:"].includes(folder.protocol)) {
      throw new Error(`base: “${base}” is not an address of http, https or file.`);
    }
    const file = folder.protocol === "file:" ? "futurescope.html" : "";
    return new URL(file, folder).href;
  };

  const setting = (name) => (name.startsWith("k.") ? `k.${name.slice(2).toUpperCase()}` : name);

  const encoded = (name, value) => {
    try {
      return encodeURIComponent(value).replace(/%2C/g, ",");
    } catch {
      throw new Error(`${name}: an address cannot hold half of a character (a lone surrogate).`);
    }
  };

  const rule = (height) => `
    :host { display: block; position: relative; height: ${height}px; }
    :host([hidden]) { display: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: inherit; }
    p { display: none; }
    @media print { p { display: block; } }
  `;

  const keyCode = (key) =>
    KEY_CODES[key] ?? (/^[a-z0-9]$/i.test(key) ? key.toUpperCase().charCodeAt(0) : 0);

  // The ancestors whose height could be a bound: those within what scrolls, if one of them clips.
  const frameworks = (element) => {
    const found = [];
    let clips = false;
    for (let node = element.parentElement; node !== null; node = node.parentElement) {
      const { overflowY } = getComputedStyle(node);
      if (/auto|scroll/.test(overflowY)) break;
      clips ||= /hidden|clip/.test(overflowY);
      found.push({ node, clips: /hidden|clip/.test(overflowY), height: node.offsetHeight });
    }
    return clips ? found : [];
  };

  // How far what stands below an element within an ancestor reaches, beyond the element itself.
  const below = (element, ancestor, { bottom }) => {
    let most = 0;
    for (let node = element; node !== ancestor; node = node.parentElement) {
      for (let next = node.nextElementSibling; next !== null; next = next.nextElementSibling) {
        const box = next.getBoundingClientRect();
        if (box.top >= bottom - 1) most = Math.max(most, box.bottom - bottom);
      }
    }
    return most;
  };

  // How high an element may be so that it ends where its slide does, given its ancestors as they were
  // when it was higher: a slide is an ancestor that is as high as before, and is cut off.
  const room = (element, ancestors) => {
    const fixed = ancestors.filter(({ node, height }) => node.offsetHeight === height);
    const slide = fixed.findIndex(({ clips }) => clips);
    if (slide < 0) return Infinity;
    const box = element.getBoundingClientRect();
    const within = fixed.slice(0, slide + 1).map(({ node }) => node);
    const end = Math.min(...within.map((node) => node.getBoundingClientRect().bottom));
    // Slides are shown larger or smaller than they are.
    const scale = box.height / element.offsetHeight;
    return (end - below(element, within.at(-1), box) - box.top) / scale;
  };

  // Those in the document, for the printer.
  const embeds = new Set();

  class FuturescopeEmbed extends HTMLElement {
    static observedAttributes = ["scenario", "base", "title", "height", "sandbox", ...SETTINGS];

    #frame = null;
    #sheet = new CSSStyleSheet();
    #seen = null;
    #resized = null;
    #changes = null;
    #ready = false;
    #state = null;
    // `load()` was called before the element came into the document.
    #wanted = false;
    // The frame has been silent for too long, and why that is told.
    #silent = null;
    #patience = 0;
    // Requests without an answer, by their ids.
    #asked = new Map();
    #count = 0;
    // The height that the frame would like to have.
    #wish = HEIGHT.fallback;
    // What was shown when the element was taken out, and the address that its attributes made then.
    #kept = null;
    #heard = (event) => this.#hear(event);

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      // A sheet that is made here needs no permission from the page's content security policy.
      root.adoptedStyleSheets = [this.#sheet];
      this.#sheet.replaceSync(rule(HEIGHT.fallback));
    }

    connectedCallback() {
      embeds.add(this);
      addEventListener("message", this.#heard);
      this.#layOut();
      // A slide that was not shown had no size.
      this.#resized = new ResizeObserver(() => this.#layOut());
      this.#resized.observe(this);
      // Knobs have names of their own, which `observedAttributes` cannot list.
      this.#changes = new MutationObserver((changes) => {
        for (const { attributeName: name } of changes) {
          if (name.startsWith("k.")) this.#change(name);
        }
      });
      this.#changes.observe(this, { attributes: true });
      if (this.#frame !== null) {
        if (this.#kept?.from !== this.address) this.#close("The embed shows something else now.");
        else return;
      }
      if (this.#wanted) {
        this.#open();
        return;
      }
      const note = document.createElement("p");
      note.textContent =
        `${this.#title()}: this was printed before it had been loaded. Print the page once more.`;
      this.shadowRoot.replaceChildren(note);
      // A screen ahead, so that it is there when it is scrolled to.
      this.#seen = new IntersectionObserver(
        (entries) => {
          const isNear = entries.some((entry) => entry.isIntersecting);
          if (isNear && !this.hasAttribute("defer")) this.#open();
        },
        { rootMargin: "100%" },
      );
      this.#seen.observe(this);
    }

    disconnectedCallback() {
      embeds.delete(this);
      removeEventListener("message", this.#heard);
      this.#seen?.disconnect();
      this.#resized.disconnect();
      this.#changes.disconnect();
      this.#ready = false;
      this.#keep();
      // An element that is moved is back at once.
      queueMicrotask(() => {
        if (!this.isConnected) this.#close("The embed was taken out of the page.");
      });
    }

    /** Moved by `moveBefore()`: nothing starts anew. */
    connectedMoveCallback() {}

    attributeChangedCallback(name, old, value) {
      if (old !== value && this.isConnected) this.#change(name);
    }

    /** Makes the frame now, although nobody has scrolled to it. */
    load() {
      this.#wanted = true;
      const answer = this.ask();
      if (this.isConnected) this.#open();
      return answer;
    }
    /** Plays on, from the start if it is at the end. Each of these resolves with the state then. */
    play() { return this.#ask(() => ({ type: "play" })); }
    /** Stands still. */
    pause() { return this.#ask(() => ({ type: "pause" })); }
    /** Runs the program on the event loop, from its start. */
    run() { return this.#ask(() => ({ type: "run" })); }
    /** Ends that run. */
    stop() { return this.#ask(() => ({ type: "stop" })); }
    /** So many steps by event, poll, wake or print; back if negative. */
    step(by = "event", count = 1) {
      return this.#ask(() => {
        const steps = Number(count);
        return { type: steps < 0 ? "stepBack" : "stepForward", by, count: Math.abs(steps) };
      });
    }
    /** To "start", "end", { time }, { position }, or { bookmark }. */
    seek(target) {
      return this.#ask(() => ({ ...(typeof target === "string" ? { to: target } : target), type: "seek" }));
    }
    /** Sets a constant, the speed, the variant, the theme, ... by its name in an address. */
    set(name, value) { return this.#ask(() => ({ type: "set", name, value })); }
    /** Asks how things stand. */
    ask() { return this.#ask(() => ({ type: "state" })); }

    /** How things stood when it last said so; null before it is ready. */
    get state() { return this.#state; }

    /** The address that the attributes make; null if they make none. */
    get address() {
      try {
        return this.#address();
      } catch {
        return null;
      }
    }

    #address() {
      const pairs = [...this.attributes]
        .filter(({ name }) => SETTINGS.includes(name) || name.startsWith("k."))
        .map(({ name, value }) => `${setting(name)}=${encoded(name, value || "1")}`);
      const scenario = encoded("scenario", this.getAttribute("scenario") ?? "");
      const query = pairs.length > 0 ? `?${pairs.join("&")}` : "";
      return `${page(this.getAttribute("base"))}#/embed/${scenario}${query}`;
    }

    /** Whether its frame can be asked. */
    get isReady() { return this.#ready; }

    #title() {
      return this.getAttribute("title") ?? `Futurescope: ${this.getAttribute("scenario") ?? ""}`;
    }

    // Frames that are moved start anew: with what they showed last, as long as nobody has asked for
    // something else.
    #keep() {
      if (this.#frame === null) return;
      const from = this.address;
      const shown = this.#state === null ? from : `${from.split("#")[0]}${this.#state.address}`;
      this.#kept = { from, address: shown };
      this.#frame.src = this.#kept.address;
    }

    #open() {
      this.#seen?.disconnect();
      if (this.#frame !== null) return;
      let address;
      try {
        address = this.#address();
      } catch (why) {
        this.#refuse(why.message);
        return;
      }
      const frame = document.createElement("iframe");
      frame.title = this.#title();
      if (this.hasAttribute("sandbox")) frame.setAttribute("sandbox", "allow-scripts");
      frame.src = this.#kept?.from === address ? this.#kept.address : address;
      this.#kept = null;
      this.#frame = frame;
      this.#silent = null;
      this.#patience = setTimeout(() => {
        this.#silent = `There is no answer from ${address.split("#")[0]}: is Futurescope’s page there?`;
        this.#refuse(this.#silent);
      }, PATIENCE);
      this.shadowRoot.replaceChildren(frame);
    }

    #close(why) {
      clearTimeout(this.#patience);
      this.#frame?.remove();
      this.#frame = null;
      this.#ready = false;
      this.#state = null;
      this.#reject(why);
    }

    // What cannot be shown is told to whoever waits for it, and to whoever listens.
    #refuse(message) {
      this.#reject(message);
      this.dispatchEvent(new CustomEvent("error", { detail: { message } }));
    }

    #reject(why) {
      const asked = [...this.#asked.values()];
      this.#asked.clear();
      for (const { reject } of asked) reject(new Error(why));
    }

    #change(name) {
      if (name === "height") {
        this.#layOut();
      } else if (this.#frame === null) {
        // It is read when the frame is made.
      } else if (name === "title") {
        this.#frame.title = this.#title();
      } else if (this.#ready && this.hasAttribute(name) && (LIVE.includes(name) || name.startsWith("k."))) {
        // What is wrong is told by an `error` event.
        this.set(setting(name), this.getAttribute(name)).catch(() => {});
      } else {
        this.#close("The embed shows something else now.");
        this.#open();
      }
    }

    // As high as its attribute says, or as the frame would like to be and its slide has room for.
    #layOut() {
      const asked = Number(this.getAttribute("height"));
      const set = (height) => {
        const bounded = Math.min(Math.max(height, HEIGHT.least), HEIGHT.most);
        // The whole sheet: WebKit applies only the first change of a rule in it.
        this.#sheet.replaceSync(rule(bounded));
      };
      if (asked) {
        set(asked);
        return;
      }
      set(HEIGHT.most);
      const ancestors = frameworks(this);
      set(this.#wish);
      if (ancestors.length === 0 || this.offsetHeight === 0) return;
      // The room is for the element's borders and padding too, which its height does not count.
      const around = this.offsetHeight - parseFloat(getComputedStyle(this).height);
      set(Math.min(this.#wish, room(this, ancestors) - around));
    }

    #ask(make) {
      const id = `${(this.#count += 1)}`;
      const answer = new Promise((resolve, reject) => {
        const message = { ...make(), futurescope: VERSION, id };
        this.#asked.set(id, { message, resolve, reject });
      });
      // Whoever does not wait for the answer hears of trouble by the `error` event.
      answer.catch(() => {});
      if (this.#ready) this.#send(id);
      else if (this.#silent !== null) this.#reject(this.#silent);
      else if (!this.isConnected) setTimeout(() => this.#expect());
      return answer;
    }

    // Whoever asks an element that is not in the document may put it there in the same turn.
    #expect() {
      if (!this.isConnected) this.#reject("The embed is not in a page: put it there first.");
    }

    #send(id) {
      const asked = this.#asked.get(id);
      if (asked === undefined) return;
      try {
        // To whatever origin it has: a frame in a sandbox has none that could be named.
        this.#frame.contentWindow.postMessage(asked.message, "*");
      } catch (why) {
        this.#settle(id).reject(new Error(`The request cannot be sent: ${why.message}`));
      }
    }

    #hear({ source, data }) {
      if (this.#frame === null || source !== this.#frame.contentWindow) return;
      if (data?.futurescope !== VERSION) return;
      const { futurescope, type, id, ...detail } = data;
      clearTimeout(this.#patience);
      this.#silent = null;
      if (type === "height") {
        this.#wish = detail.height;
        this.#layOut();
        return;
      }
      if (type === "key") {
        this.#press(detail);
        return;
      }
      if (type === "error") {
        this.#settle(id)?.reject(new Error(detail.message));
        // It could not even start.
        if (!this.#ready) this.#reject(detail.message);
      } else {
        this.#state = detail;
        this.#settle(id)?.resolve(detail);
      }
      if (type === "ready") {
        this.#ready = true;
        for (const waiting of [...this.#asked.keys()]) this.#send(waiting);
      }
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }

    #settle(id) {
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      return asked;
    }

    // A key that the frame has no use for is the page's. If the page uses it, the next ones are meant
    // for the page too.
    #press({ key, shift }) {
      const code = keyCode(key);
      const init = { key, code: key, keyCode: code, which: code, shiftKey: shift };
      const event = new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true, composed: true });
      if (this.dispatchEvent(event)) return;
      this.#frame?.blur();
      window.focus();
    }
  }

  // A browser that prints waits for nothing. So what nobody has scrolled to yet is made before the browser
  // is asked to print; where that is asked for by its menu, it is made for the next time.
  const missing = () => [...embeds].filter((embed) => !embed.isReady);
  const painted = () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)));
  addEventListener("beforeprint", () => missing().forEach((embed) => embed.load()));
  addEventListener("keydown", (event) => {
    const isPrint = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === "p";
    if (!isPrint || event.defaultPrevented || missing().length === 0) return;
    event.preventDefault();
    Promise.allSettled(missing().map((embed) => embed.load())).then(painted).then(() => print());
  });

  if (!customElements.get("futurescope-embed")) customElements.define("futurescope-embed", FuturescopeEmbed);
})();
