// Only the pages where something can be dragged.
import Sortable from "sortablejs";

window.Sortable = Sortable;
