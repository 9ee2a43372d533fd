// Starts the reader of codes, which works beside the page.
import init from "{{scanner.js}}";

await init({ module_or_path: fetch("{{scanner.wasm}}", { credentials: "same-origin" }) });
