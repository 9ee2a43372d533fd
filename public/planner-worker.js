// Starts the planner, which searches beside the page.
import init from "{{planner.js}}";

await init({ module_or_path: fetch("{{planner.wasm}}", { credentials: "same-origin" }) });
