// htmx's own Content-Security-Policy extension, for pages that ask for it.
import "htmx.org/dist/ext/hx-csp.js";
