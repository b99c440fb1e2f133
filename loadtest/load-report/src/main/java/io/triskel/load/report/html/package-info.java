/** A tree of HTML and SVG whose texts and attributes are always escaped. Text from files reaches a page only through this package. */
@NullMarked
package io.triskel.load.report.html;

import org.jspecify.annotations.NullMarked;
