// Starts the program, and the worker that keeps it on the device.
import init from "{{app.js}}";

function showFailure(error) {
  document.getElementById("boot").remove();
  document.getElementById("boot-failed").hidden = false;
  throw error;
}

// The browser looks the database up while it still compiles the program, which opens it for good
// and is the only one to make it.
function lookUp() {
  const asked = indexedDB.open("tournee");
  asked.onupgradeneeded = () => asked.transaction.abort();
  asked.onerror = (event) => event.preventDefault();
  asked.onsuccess = () => asked.result.close();
}

try {
  lookUp();
} catch (error) {
  // The program says it better.
  console.warn("no database", error);
}

init({ module_or_path: fetch("{{app.wasm}}", { credentials: "same-origin" }) }).catch(showFailure);

// Without a worker (private window, full disk) the app still works while there is a network.
if ("serviceWorker" in navigator) {
  addEventListener("load", () => {
    navigator.serviceWorker
      .register("/sw.js", { updateViaCache: "none" })
      .catch((error) => console.warn("no service worker", error));
  });
}
