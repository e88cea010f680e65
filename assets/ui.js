// Every page: htmx. Menus and dialogs are the browser's own (<details>, <dialog>), so Tabler's scripts stay out.
import htmx from "htmx.org/dist/htmx.esm.js";

window.htmx = htmx;
