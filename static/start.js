// Says what goes on while the page's program loads, and why when it cannot start, instead of leaving an
// empty outline.
(() => {
  // After so many seconds a start is slow; after so many without a byte it stands still.
  const SLOW = 3;
  const STALLED = 10;
  const WORDS = {
    loading: "Futurescope is still loading its program.",
    slow: "Futurescope is still loading its program: the network is slow.",
    stalled: "Futurescope is still loading its program, but nothing has arrived for a while. " +
      "Check the network, then load the page again.",
    unknown: "Futurescope is still loading its program. If it does not come, check the network, then " +
      "load the page again.",
    starts: "Futurescope has loaded its program and prepares it.",
  };

  // Once the page is there, its outline is gone, and what fails is no longer the start.
  const outline = () => document.querySelector(".skeleton");

  const failed = (event) => {
    const said = document.querySelector(".failed");
    if (!outline() || !said) return;
    const cause = event.reason ?? event.error ?? event;
    const target = event.target;
    const missing = target instanceof HTMLElement ? target.src || target.href : "";
    said.querySelector("code").textContent =
      missing ? `${missing} did not load.` : String(cause.message ?? "The program did not load.");
    outline().remove();
    document.querySelector(".loading").remove();
    said.hidden = false;
  };
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);

  const words = (percent, quiet) => {
    if (percent === 100) return WORDS.starts;
    if (percent === null) return quiet < STALLED ? WORDS.loading : WORDS.unknown;
    return quiet < STALLED ? WORDS.slow : WORDS.stalled;
  };

  const tell = (percent, quiet) => {
    const said = document.querySelector(".loading");
    const text = said.querySelector("p");
    const bar = said.querySelector("progress");
    said.hidden = false;
    // The same words again would be read aloud again.
    if (text.textContent !== words(percent, quiet)) text.textContent = words(percent, quiet);
    if (percent === null) bar.removeAttribute("value");
    else bar.value = percent;
    said.querySelector("button").hidden = quiet < STALLED || percent === 100;
  };

  let [seconds, changed, before] = [0, 0, null];
  const timer = setInterval(() => {
    if (document.readyState === "loading") return;
    if (!outline()) {
      clearInterval(timer);
      return;
    }
    // How much has come is known where the page is published.
    const { loaded } = document.documentElement.dataset;
    const percent = loaded === undefined ? null : Number(loaded);
    seconds += 1;
    if (percent !== before) [before, changed] = [percent, seconds];
    if (seconds >= SLOW) tell(percent, seconds - changed);
  }, 1000);

  document.addEventListener("click", ({ target }) => {
    if (target.closest(".loading button")) location.reload();
  });
})();
