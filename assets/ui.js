// Every page: htmx, and the parts of Tabler that move (menus, dialogs, tabs).
import htmx from "htmx.org/dist/htmx.esm.js";
import "@tabler/core/dist/js/tabler.esm.js";

window.htmx = htmx;
