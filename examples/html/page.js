// The element has methods and events.
const own = document.querySelector("#own");
for (const button of document.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => own.step(button.dataset.step, Number(button.dataset.count)));
}
document.querySelector("#knob").addEventListener("input", ({ target }) => own.set("k.USER_MS", target.value));
const tell = ({ detail }) => {
  document.querySelector("#place").value = `event ${detail.position} of ${detail.events}`;
};
own.addEventListener("ready", tell);
own.addEventListener("state", tell);

// A frame has messages.
const plain = document.querySelector("#plain");
document.querySelector("#forward").addEventListener("click", () => {
  plain.contentWindow.postMessage({ futurescope: 1, type: "stepForward", by: "event" }, "*");
});
addEventListener("message", ({ source, data }) => {
  if (source !== plain.contentWindow || data?.futurescope !== 1) return;
  if (data.type === "ready" || data.type === "state") {
    document.querySelector("#said").value = `event ${data.position} of ${data.events}`;
  }
});
