// The one place that knows where the templates' library is.
export {html, svg, nothing, render} from '../webjars/lit-html/lit-html.js';
export {repeat} from '../webjars/lit-html/directives/repeat.js';
export {live} from '../webjars/lit-html/directives/live.js';
