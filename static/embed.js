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
    "theme", "font", "autoplay", "predict",
  ];
  // What the running scenario can be told without starting it anew.
  const LIVE = [
    "speed", "axis", "range", "loop", "theme", "font", "workers", "seed", "variant", "compare",
  ];
  const HEIGHT = { fallback: 320, least: 80, most: 2000 };
  const KEY_CODES = {
    ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, PageUp: 33, PageDown: 34, Escape: 27,
  };

  // Where this script lies, the page lies too. A file cannot load the parts of the page from other
  // files, so there the one that has everything in it is shown.
  const script = document.currentScript?.src ?? document.baseURI;
  const page = (base) => {
    const folder = new URL(base ? `${base.replace(/\/*$/, "")}/` : ".", base ? document.baseURI : script);
    const file = folder.protocol === "file:" ? "futurescope.html" : "";
    return new URL(file, folder).href;
  };

  const setting = (name) => (name.startsWith("k.") ? `k.${name.slice(2).toUpperCase()}` : name);

  class FuturescopeEmbed extends HTMLElement {
    static observedAttributes = ["scenario", "base", "title", "height", "sandbox", ...SETTINGS];

    #frame = null;
    #rule;
    #seen = null;
    #ready = false;
    #state = null;
    #waiting = [];
    #asked = new Map();
    #count = 0;
    #changes = null;
    #heard = (event) => this.#hear(event);

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      // A sheet that is made here needs no permission from the page's content security policy.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`
        :host { display: block; position: relative; height: ${HEIGHT.fallback}px; }
        :host([hidden]) { display: none; }
        iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: inherit; }
      `);
      root.adoptedStyleSheets = [sheet];
      this.#rule = sheet.cssRules[0];
    }

    connectedCallback() {
      addEventListener("message", this.#heard);
      this.#setHeight(Number(this.getAttribute("height")) || HEIGHT.fallback);
      if (!("IntersectionObserver" in window)) {
        this.#open();
        return;
      }
      // A screen ahead, so that it stands when it is scrolled to.
      this.#seen = new IntersectionObserver(
        (entries) => {
          const isNear = entries.some((entry) => entry.isIntersecting);
          if (isNear && !this.hasAttribute("defer")) this.#open();
        },
        { rootMargin: "100%" },
      );
      this.#seen.observe(this);
      // What is printed must be there although nobody scrolled to it.
      addEventListener("beforeprint", this.#print);
      // Knobs have names of their own, which `observedAttributes` cannot list.
      this.#changes = new MutationObserver((changes) => {
        for (const { attributeName: name } of changes) {
          if (name.startsWith("k.")) this.#change(name);
        }
      });
      this.#changes.observe(this, { attributes: true });
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      removeEventListener("beforeprint", this.#print);
      this.#seen?.disconnect();
      this.#changes?.disconnect();
      this.#close("The embed was taken out of the page.");
    }

    attributeChangedCallback(name, old, value) {
      if (old !== value && this.isConnected) this.#change(name);
    }

    /** Makes the frame now, although nobody has scrolled to it. */
    load() {
      this.#open();
      return this.ask();
    }
    /** Plays on, from the start if it is at the end. Each of these resolves with the state then. */
    play() { return this.#ask({ type: "play" }); }
    /** Stands still. */
    pause() { return this.#ask({ type: "pause" }); }
    /** Runs the program on the event loop, from its start. */
    run() { return this.#ask({ type: "run" }); }
    /** Ends that run. */
    stop() { return this.#ask({ type: "stop" }); }
    /** So many steps by event, poll, wake or print; back if negative. */
    step(by = "event", count = 1) {
      const type = count < 0 ? "stepBack" : "stepForward";
      return this.#ask({ type, by, count: Math.abs(count) });
    }
    /** To "start", "end", { time }, { position }, or { bookmark }. */
    seek(target) {
      return this.#ask({ ...(typeof target === "string" ? { to: target } : target), type: "seek" });
    }
    /** Sets a constant, the speed, the variant, the theme, ... by its name in an address. */
    set(name, value) { return this.#ask({ type: "set", name, value }); }
    /** Asks how things stand. */
    ask() { return this.#ask({ type: "state" }); }

    /** How things stood when it last said so; null before it is ready. */
    get state() { return this.#state; }

    /** The address that the frame shows. */
    get address() {
      const pairs = [...this.attributes]
        .filter(({ name }) => SETTINGS.includes(name) || name.startsWith("k."))
        .map(({ name, value }) => `${setting(name)}=${encodeURIComponent(value || "1").replace(/%2C/g, ",")}`);
      const scenario = encodeURIComponent(this.getAttribute("scenario") ?? "");
      const query = pairs.length > 0 ? `?${pairs.join("&")}` : "";
      return `${page(this.getAttribute("base"))}#/embed/${scenario}${query}`;
    }

    #print = () => this.#open();

    #open() {
      this.#seen?.disconnect();
      if (this.#frame !== null) return;
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("title") ?? `Futurescope: ${this.getAttribute("scenario")}`;
      if (this.hasAttribute("sandbox")) frame.setAttribute("sandbox", "allow-scripts");
      frame.src = this.address;
      this.#frame = frame;
      this.shadowRoot.replaceChildren(frame);
    }

    #close(why) {
      this.#frame?.remove();
      this.#frame = null;
      this.#ready = false;
      this.#state = null;
      for (const { reject } of this.#asked.values()) reject(new Error(why));
      this.#asked.clear();
      this.#waiting = [];
    }

    #change(name) {
      if (name === "height") {
        this.#setHeight(Number(this.getAttribute("height")) || HEIGHT.fallback);
      } else if (this.#frame === null) {
        // It is read when the frame is made.
      } else if (name === "title") {
        this.#frame.title = this.getAttribute("title");
      } else if (this.#ready && this.hasAttribute(name) && (LIVE.includes(name) || name.startsWith("k."))) {
        // What is wrong is told by an `error` event.
        this.set(setting(name), this.getAttribute(name)).catch(() => {});
      } else {
        this.#close("The embed shows something else now.");
        this.#open();
      }
    }

    #setHeight(height) {
      const bounded = Math.min(Math.max(height, HEIGHT.least), HEIGHT.most);
      this.#rule.style.setProperty("height", `${bounded}px`);
    }

    #ask(message) {
      const id = `${(this.#count += 1)}`;
      const answer = new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
      // Whoever does not wait for the answer hears of trouble by the `error` event.
      answer.catch(() => {});
      const whole = { ...message, futurescope: VERSION, id };
      if (this.#ready) this.#send(whole);
      else this.#waiting.push(whole);
      return answer;
    }

    // To whatever origin it has: a frame in a sandbox has none that could be named.
    #send(message) { this.#frame.contentWindow.postMessage(message, "*"); }

    #hear({ source, data }) {
      if (this.#frame === null || source !== this.#frame.contentWindow) return;
      if (data?.futurescope !== VERSION) return;
      const { futurescope, type, id, ...detail } = data;
      if (type === "height") {
        if (!this.hasAttribute("height")) this.#setHeight(detail.height);
        return;
      }
      if (type === "key") {
        this.#press(detail);
        return;
      }
      if (type === "error") {
        this.#settle(id)?.reject(new Error(detail.message));
      } else {
        this.#state = detail;
        this.#settle(id)?.resolve(detail);
      }
      if (type === "ready") {
        this.#ready = true;
        for (const message of this.#waiting.splice(0)) this.#send(message);
      }
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }

    #settle(id) {
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      return asked;
    }

    // A key that the frame has no use for: slides go on with it although the frame has the focus.
    #press({ key, shift }) {
      const keyCode = KEY_CODES[key] ?? 0;
      const init = { key, code: key, keyCode, which: keyCode, shiftKey: shift };
      this.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true, composed: true }));
    }
  }

  if (!customElements.get("futurescope-embed")) customElements.define("futurescope-embed", FuturescopeEmbed);
})();
