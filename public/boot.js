// Starts the program, and the worker that keeps it on the device.
import init from "{{app.js}}";

const wait = document.getElementById("boot");

function showFailure(error) {
  wait.remove();
  document.getElementById("boot-failed").hidden = false;
  throw error;
}

init({ module_or_path: fetch("{{app.wasm}}", { credentials: "same-origin" }) })
  .then(() => wait.remove(), showFailure);

// Without a worker (private window, full disk) the app still works while there is a network.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => {
    navigator.serviceWorker
      .register("/sw.js", { updateViaCache: "none" })
      .catch((error) => console.warn("no service worker", error));
  });
}
