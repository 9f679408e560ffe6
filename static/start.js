// Says why when the page cannot start, instead of staying an empty outline.
(() => {
  const failed = (event) => {
    const outline = document.querySelector(".skeleton");
    const said = document.querySelector(".failed");
    // Once the page stands, its outline is gone and what fails is no longer the start.
    if (!outline || !said) return;
    const cause = event.reason ?? event.error ?? event;
    const target = event.target;
    const missing = target instanceof HTMLElement ? target.src || target.href : "";
    said.querySelector("code").textContent =
      missing ? `${missing} did not load.` : String(cause.message ?? "The program did not load.");
    outline.remove();
    said.hidden = false;
  };
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
})();
