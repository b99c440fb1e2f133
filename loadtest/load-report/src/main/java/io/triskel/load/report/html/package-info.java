/** A tree of HTML and SVG whose texts and attributes are always escaped. What files say reaches a page through here alone. */
@NullMarked
package io.triskel.load.report.html;

import org.jspecify.annotations.NullMarked;
